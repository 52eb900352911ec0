package queue

import (
	"fmt"
	"slices"
)

// Defaults of settings that are left at zero.
const (
	defaultPassedMinutes  = 30
	defaultMaxCalls       = 3
	defaultMeanServiceSec = 600
)

// WithDefaults gives a deep copy of the settings with everything filled in that was left at zero.
func (s Settings) WithDefaults() Settings {
	s = s.clone()
	if s.PassedMinutes == 0 {
		s.PassedMinutes = defaultPassedMinutes
	}
	if s.MaxCalls == 0 {
		s.MaxCalls = defaultMaxCalls
	}
	for i := range s.Categories {
		if s.Categories[i].MeanServiceSec == 0 {
			s.Categories[i].MeanServiceSec = defaultMeanServiceSec
		}
	}
	return s
}

// Check says what is wrong with settings; nil means nothing.
func (s Settings) Check() *Refusal {
	if len(s.Categories) == 0 || len(s.Windows) == 0 {
		return wrongSettings("至少要有一个类别和一个窗口", "name at least one category and one window")
	}
	if s.ZoneMinutes < -14*60 || s.ZoneMinutes > 14*60 || s.PassedMinutes < 0 || s.MaxCalls < 0 {
		return wrongSettings("时区、过号时限或呼叫次数超出范围", "zone, time of passed tickets or number of calls is out of range")
	}
	codes := map[string]bool{}
	for _, c := range s.Categories {
		if c.Code == "" || len(c.Code) > 3 || codes[c.Code] || c.MeanServiceSec < 0 {
			return wrongSettings(fmt.Sprintf("类别 %q 重复或写法不对", c.Code), fmt.Sprintf("category %q is named twice or out of form", c.Code))
		}
		codes[c.Code] = true
	}
	nos := map[int]bool{}
	for _, w := range s.Windows {
		if w.No < 1 || nos[w.No] || len(w.Categories) == 0 {
			return wrongSettings(fmt.Sprintf("窗口 %d 重复或没有类别", w.No), fmt.Sprintf("window %d is named twice or serves nothing", w.No))
		}
		nos[w.No] = true
		for _, c := range w.Categories {
			if !codes[c] {
				return wrongSettings(fmt.Sprintf("窗口 %d 的类别 %q 没有定义", w.No, c), fmt.Sprintf("window %d serves category %q, which is not defined", w.No, c))
			}
		}
	}
	return nil
}

func wrongSettings(zh, en string) *Refusal {
	return refuse(CodeSettings, "大厅设置有误："+zh+"。", "The hall's settings are wrong: "+en+".")
}

func (s Settings) clone() Settings {
	s.Categories = slices.Clone(s.Categories)
	s.Windows = slices.Clone(s.Windows)
	for i := range s.Windows {
		s.Windows[i].Categories = slices.Clone(s.Windows[i].Categories)
	}
	return s
}

func (s Settings) category(code string) (Category, bool) {
	for _, c := range s.Categories {
		if c.Code == code {
			return c, true
		}
	}
	return Category{}, false
}

// configure takes new settings, unless that would leave a clerk without a window or a live ticket without one.
func (s *step) configure() *Refusal {
	if r := s.cmd.Settings.Check(); r != nil {
		return r
	}
	next := s.cmd.Settings.WithDefaults()
	if r := s.strands(next); r != nil {
		return r
	}
	windows := make([]*window, 0, len(next.Windows))
	for _, spec := range next.Windows {
		w := s.window(spec.No)
		if w == nil {
			w = &window{No: spec.No, State: WindowClosed, Turn: turns}
		}
		windows = append(windows, w)
	}
	slices.SortFunc(windows, func(a, b *window) int { return a.No - b.No })
	s.d.Settings, s.d.Windows = next, windows
	s.tell(nil, 0)
	return nil
}

// strands refuses settings that take a window in use away, or the last window of someone who waits.
func (s *State) strands(next Settings) *Refusal {
	for _, w := range s.d.Windows {
		keeps := slices.ContainsFunc(next.Windows, func(n WindowSpec) bool { return n.No == w.No })
		if !keeps && w.State != WindowClosed {
			return wrongSettings(fmt.Sprintf("%d 号窗口正在使用", w.No), fmt.Sprintf("window %d is in use", w.No))
		}
	}
	for _, t := range s.d.Tickets {
		served := slices.ContainsFunc(next.Windows, func(n WindowSpec) bool { return slices.Contains(n.Categories, t.Category) })
		if t.live() && !served {
			return wrongSettings("还有人在等 "+t.Category+" 类", "people still wait for category "+t.Category)
		}
	}
	return nil
}
