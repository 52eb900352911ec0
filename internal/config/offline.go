package config

import (
	"fmt"
	"strings"
	"time"

	"onewindow/internal/counter/offline"
)

// Rules are the limits as the counter applies them, with the defaults where the file says nothing.
func (o Offline) Rules() offline.Rules {
	r := offline.Default()
	if o.WarnPercent > 0 {
		r.Warn = o.WarnPercent
	}
	o.Accept.over(&r.Accept)
	o.Supplement.over(&r.Supplement)
	o.Refuse.over(&r.Refuse)
	o.HandOut.over(&r.HandOut)
	return r
}

func (o OfflineRule) over(r *offline.Rule) {
	if o.Allowed != nil {
		r.Forbidden = !*o.Allowed
	}
	if o.Hours > 0 {
		r.Age = time.Duration(o.Hours) * time.Hour
	}
	if o.Unsent > 0 {
		r.Unsent = o.Unsent
	}
}

func (p *problems) offline(o Offline) {
	p.number("offline.warn_percent", o.WarnPercent, 1, 100, true)
	for _, r := range []struct {
		name string
		OfflineRule
	}{{"accept", o.Accept}, {"supplement", o.Supplement}, {"refuse", o.Refuse}, {"hand_out", o.HandOut}} {
		p.number("offline."+r.name+".hours", r.Hours, 1, 24*30, true)
		p.number("offline."+r.name+".unsent", r.Unsent, 1, 100_000, true)
	}
	if rules := o.Rules(); rules.Accept.Forbidden {
		p.warn("offline.accept.allowed", "平台连不上时，这个窗口不能受理，只能先录入。", "While the platform cannot be reached, this window accepts nothing; files can only be prepared.")
	}
}

// offlineWords says in one sentence how far a counter goes on without the platform.
func offlineWords(r offline.Rules) (zh, en string) {
	var zhs, ens []string
	for _, k := range []struct {
		zh, en string
		rule   offline.Rule
	}{{"受理", "accept", r.Accept}, {"一次性告知", "ask for supplements", r.Supplement}, {"不予受理", "refuse", r.Refuse}, {"出件", "hand out", r.HandOut}} {
		if k.rule.Forbidden {
			zhs, ens = append(zhs, k.zh+"不办"), append(ens, k.en+": not at all")
			continue
		}
		age, ageEN := offline.Span(k.rule.Age)
		zhs = append(zhs, fmt.Sprintf("%s %s、%d 步未送达以内", k.zh, age, k.rule.Unsent))
		ens = append(ens, fmt.Sprintf("%s: %s or %d unsent", k.en, ageEN, k.rule.Unsent))
	}
	return fmt.Sprintf("平台连不上时：%s；用到 %d%% 提醒，满了新办件暂停，已开始的可以办完", strings.Join(zhs, "，"), r.Warn),
		fmt.Sprintf("without the platform, at most, %s; told from %d%% on; past a limit nothing new is begun, what was begun is finished", strings.Join(ens, ", "), r.Warn)
}
