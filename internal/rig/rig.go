package rig

import (
	"bytes"
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"text/template"

	"onewindow/internal/config"
	"onewindow/internal/pki"
	"onewindow/internal/rig/port"
)

//go:embed files
var files embed.FS

// HallCode is the code of the small hall in every certificate: Fuzhou (GB/T 2260).
const HallCode = "350100"

// Names of the programs of the small hall.
const (
	Platform = "platform"
	Hall     = "hall"
	Devsim   = "devsim"
	Counter  = "counter"
	Kiosk    = "kiosk"
	Display  = "display"
	Strip    = "strip" // the display above the counter's window
)

// WindowNo is the number of the small hall's one staffed window.
const WindowNo = 3

// Person is somebody who signs in. PIN is a hash.
type Person struct{ Operator, Name, PIN string }

// Params says where the small hall lives and who works in it.
type Params struct {
	Dir      string
	Clerk    Person
	Reviewer Person
	Paper    []string // the counter's paper printer: a program that takes a PDF on its standard input
}

// Addresses are where the small hall's servers listen, all on loopback.
type Addresses struct {
	HallAddr, APIAddr, WebAddr, ControlAddr, PrinterAddr, ScannerAddr string
}

func (a *Addresses) all() []*string {
	return []*string{&a.HallAddr, &a.APIAddr, &a.WebAddr, &a.ControlAddr, &a.PrinterAddr, &a.ScannerAddr}
}

// PublicBase is how a phone would reach the progress page.
func (a Addresses) PublicBase() string { return "https://" + a.WebAddr + "/p/" }

// category is one kind of business with the mean service time of the calibrated model (domain facts 10.2).
type category = config.HallCategory

var categories = []category{
	{Code: "A", Name: "企业设立", NameEN: "Company setup", MeanServiceSec: 15 * 60},
	{Code: "B", Name: "经营管理", NameEN: "Business permits", MeanServiceSec: 12 * 60},
	{Code: "C", Name: "社会事务", NameEN: "Social affairs", MeanServiceSec: 9 * 60},
	{Code: "D", Name: "投资建设", NameEN: "Construction", MeanServiceSec: 18 * 60},
	{Code: "E", Name: "通关外贸", NameEN: "Customs and trade", MeanServiceSec: 12 * 60},
}

// windows gives the halls' 57 windows as Fuzhou merged them, with the staffed one open to every category,
// so that a visitor may take any number.
func windows() []config.HallWindow {
	var all []config.HallWindow
	for no := 1; no <= 57; no++ {
		code := "A"
		switch {
		case no == WindowNo:
			all = append(all, config.HallWindow{No: no, Categories: []string{"A", "B", "C", "D", "E"}})
			continue
		case no > 52:
			code = "E"
		case no > 44:
			code = "D"
		case no > 22:
			code = "C"
		case no > 10:
			code = "B"
		}
		all = append(all, config.HallWindow{No: no, Categories: []string{code}})
	}
	return all
}

// Write makes the folder's authority and configuration files. Files that are there stay as they are, so that a
// person may change them; the addresses are chosen once, kept beside them, and reserved while this process lives.
func Write(p Params) (Addresses, error) {
	addrs, err := addresses(p.Dir)
	if err != nil {
		return Addresses{}, err
	}
	if err := identities(filepath.Join(p.Dir, "pki")); err != nil {
		return Addresses{}, err
	}
	if err := os.MkdirAll(filepath.Join(p.Dir, "dev"), 0o700); err != nil {
		return Addresses{}, fmt.Errorf("rig: %w", err)
	}
	type data struct {
		Addresses
		Params
		PublicBase     string
		Terminal, File string
		Window         int
		Categories     []category
		Windows        []config.HallWindow
	}
	for _, f := range []struct {
		name, template, terminal string
		window                   int
	}{
		{Hall, "hall", "H1", 0},
		{Platform, "platform", "P1", 0},
		{Devsim, "devsim", "", 0},
		{Counter, "counter", "W03", WindowNo},
		{Kiosk, "kiosk", "K1", 0},
		{Display, "display", "D1", 0},
		{Strip, "display", "D2", WindowNo},
	} {
		file := f.name + ".toml"
		d := data{addrs, p, addrs.PublicBase(), f.terminal, file, f.window, categories, windows()}
		if err := writeOnce(filepath.Join(p.Dir, file), f.template, d); err != nil {
			return Addresses{}, err
		}
	}
	return addrs, nil
}

func writeOnce(path, name string, data any) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	t, err := template.ParseFS(files, "files/"+name+".toml.tmpl", "files/terminal.tmpl")
	if err != nil {
		return fmt.Errorf("rig: %w", err)
	}
	var text bytes.Buffer
	if err := t.ExecuteTemplate(&text, name+".toml.tmpl", data); err != nil {
		return fmt.Errorf("rig: %s: %w", name, err)
	}
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		return fmt.Errorf("rig: %w", err)
	}
	return nil
}

// identities gives every machine of the small hall its key and certificate.
func identities(dir string) error {
	a, err := pki.OpenAuthority(dir)
	if err != nil {
		return err
	}
	all := map[string]pki.Role{"W03": pki.Counter, "K1": pki.Kiosk, "D1": pki.Display, "D2": pki.Display, "H1": pki.HallNode, "P1": pki.Platform}
	for _, name := range CrowdKiosks() {
		all[name] = pki.Kiosk
	}
	for _, name := range CrowdCounters() {
		all[name] = pki.Counter
	}
	for name, role := range all {
		var hosts []string
		if role == pki.HallNode || role == pki.Platform {
			hosts = []string{"127.0.0.1", "localhost"}
		}
		if _, err := a.Machine(pki.Peer{Name: name, Role: role, Hall: HallCode}, hosts...); err != nil {
			return err
		}
	}
	return nil
}

// addresses reads the folder's addresses back from its files, or chooses free ones.
func addresses(dir string) (Addresses, error) {
	hall, err := config.LoadHall(filepath.Join(dir, "hall.toml"))
	if err == nil {
		return readAddresses(dir, hall)
	}
	if _, statErr := os.Stat(filepath.Join(dir, "hall.toml")); statErr == nil {
		return Addresses{}, err
	}
	var a Addresses
	for _, addr := range a.all() {
		if *addr, err = port.Reserve(); err != nil {
			return Addresses{}, fmt.Errorf("rig: %w", err)
		}
	}
	return a, nil
}

func readAddresses(dir string, hall config.Hall) (Addresses, error) {
	pf, err := config.LoadPlatform(filepath.Join(dir, "platform.toml"))
	if err != nil {
		return Addresses{}, err
	}
	ds, err := config.LoadDevsim(filepath.Join(dir, "devsim.toml"))
	if err != nil {
		return Addresses{}, err
	}
	a := Addresses{hall.Listen, pf.API, pf.Web, ds.Control, ds.Printer, ds.Scanner}
	for _, addr := range a.all() {
		port.Keep(*addr)
	}
	return a, nil
}
