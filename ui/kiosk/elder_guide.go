package kiosk

import (
	"fmt"
	"strings"

	"onewindow/internal/catalogue"
	kiosk "onewindow/internal/kiosk"
	"onewindow/ui/kit"
)

// elderGuidePage says what one item needs in the large version: how long, how often and where on its first page, what to bring on
// its second.
func (w *Window) elderGuidePage() page {
	it := *w.p.s.Item
	s := w.sheet()
	if w.p.page == 0 {
		w.elderAbout(&s, it)
	} else {
		w.elderBring(&s, it)
	}
	s.put(margin, w.footY()-24-w.look().button, content, w.look().button, w.button("take", w.p.t("guide.take"), "ticket", kit.Primary, w.p.forItem))
	w.backHome(&s, w.footY(), 2)
	return page{object: s.done(width, height)}
}

func (w *Window) elderAbout(s *sheet, it catalogue.Item) {
	name := kit.NewProse(it.Name, 64, true, kit.Ink, content)
	s.put(margin, 328, content, 0, name)
	y := 328 + name.MinSize().Height + 30
	s.text(margin, y, it.Dept+" · "+it.Type, 38, false, kit.Ink, content)
	y += 56
	w.guideFacts(s, y, 270, it)
	y += 306
	for _, l := range append(w.whereLines(it), w.bringLine(it)) {
		p := kit.NewProse(l.text, 42, l.bold, kit.Ink, content-90)
		s.icon(margin+28, y+32, 52, l.icon, kit.GreenD)
		s.put(margin+84, y, content-90, 0, p)
		y += p.MinSize().Height + 22
	}
}

func (w *Window) elderBring(s *sheet, it catalogue.Item) {
	w.elderTitle(s, w.p.t("guide.bring", "n", fmt.Sprint(len(it.Materials))))
	pitch := min(160, 960/float32(max(1, len(it.Materials))))
	for i, m := range it.Materials {
		y := elderTop + float32(i)*pitch
		h := pitch - 12
		s.put(margin, y, content, h, kit.Frame(kit.Paper, kit.Line, 3, 8))
		s.text(margin+28, y+h/2, fmt.Sprint(i+1), 42, true, kit.Ink, 0)
		how, meaning := w.p.material(m)
		_, _, icon := meaning.Colours()
		wide := kit.Width(how, 36, true)
		s.icon(right-24-wide-32, y+h/2, 40, icon, kit.Ink)
		s.text(right-24-wide, y+h/2, how, 36, true, kit.Ink, 0)
		s.lines(margin+84, y+h/2, m.Name, 42, true, kit.Ink, content-84-24-wide-80, 2)
	}
}

// bringLine names the papers one must have along.
func (w *Window) bringLine(it catalogue.Item) whereLine {
	var names []string
	for _, m := range it.Materials {
		if m.Required() && !m.FromSharedData && !m.Deferrable {
			names = append(names, m.Name)
		}
	}
	if len(names) == 0 {
		return whereLine{"paper", w.p.t("elder.bring.none"), false}
	}
	line := whereLine{"paper", w.p.t("elder.bring", "names", strings.Join(names, w.p.t("list.comma"))), false}
	if len(kit.Wrap(line.text, 42, false, content-90)) > 6 {
		line.text = w.p.t("elder.bring.many", "n", fmt.Sprint(len(names)))
	}
	return line
}

// whereLine is one line under an item's facts.
type whereLine struct {
	icon, text string
	bold       bool
}

// whereLines say where one goes and what comes out.
func (w *Window) whereLines(it catalogue.Item) []whereLine {
	where := w.p.t("guide.nowhere")
	if c := w.p.s.Category; len(c.Windows) > 0 {
		where = w.p.t("guide.where", "name", w.p.categoryName(c), "windows", w.p.windows(kiosk.Windows(c.Windows)))
	}
	last := w.p.t("guide.result", "name", it.ResultName)
	if it.Express {
		last += w.p.t("guide.express")
	}
	return []whereLine{{"flag", where, true}, {"certificate", last, false}}
}
