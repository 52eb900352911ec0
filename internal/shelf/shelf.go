package shelf

import (
	"errors"
	"io/fs"

	"onewindow/assets"
	"onewindow/internal/catalogue"
	"onewindow/internal/config"
	"onewindow/internal/glyph"
	"onewindow/internal/papers"
	"onewindow/internal/pinyin"
	"onewindow/internal/workday"
)

// Catalogue gives the items and their forms, searchable by pinyin.
func Catalogue() (*catalogue.Catalogue, error) {
	list, err1 := fs.ReadFile(assets.Files, "catalogue/catalogue.json")
	forms, err2 := fs.ReadFile(assets.Files, "catalogue/forms.json")
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	return catalogue.Load(list, forms, pinyin.Index)
}

// Calendar gives the legal calendar of every year there is data for.
func Calendar() (*workday.Calendar, error) {
	names, err := fs.Glob(assets.Files, "calendar/*.json")
	if err != nil {
		return nil, err
	}
	var notices [][]byte
	for _, n := range names {
		text, err := fs.ReadFile(assets.Files, n)
		if err != nil {
			return nil, err
		}
		notices = append(notices, text)
	}
	return workday.New(notices...)
}

// Drawer draws papers with the facts of one machine's file.
func Drawer(fonts *glyph.Fonts, p config.Papers) (*papers.Drawer, error) {
	return papers.New(papers.Params{Fonts: fonts, Hall: p.Hall, City: p.City, Enquiry: p.Phone, Supervision: p.Complaints, ProgressBase: p.ProgressBase})
}
