package config

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Limit is a span of the day in which scans take no more than a part of the line: "08:30-17:30 2mbit".
type Limit struct {
	From, To       time.Duration // since midnight; a span that does not end after it begins passes midnight
	BytesPerSecond int64
}

// The lowest limit lets a chunk of 256 KiB through well within the time one request has.
const leastRate, mostRate = 128_000, 1_000_000_000 // bits per second

var limitShape = regexp.MustCompile(`^([0-2][0-9]):([0-5][0-9])-([0-2][0-9]):([0-5][0-9]) +([0-9]{1,7})(k|m)bit$`)

// ParseLimit reads one limit.
func ParseLimit(text string) (Limit, error) {
	m := limitShape.FindStringSubmatch(text)
	if m == nil {
		return Limit{}, fmt.Errorf("limit %q: write it as 08:30-17:30 2mbit", text)
	}
	n := make([]int64, 6)
	for i := 1; i <= 5; i++ {
		n[i], _ = strconv.ParseInt(m[i], 10, 64) // digits, by the shape
	}
	bits := n[5] * map[string]int64{"k": 1000, "m": 1_000_000}[m[6]]
	l := Limit{From: clock(n[1], n[2]), To: clock(n[3], n[4]), BytesPerSecond: bits / 8}
	if l.From > 24*time.Hour || l.To > 24*time.Hour || bits < leastRate || bits > mostRate {
		return Limit{}, fmt.Errorf("limit %q: hours go to 24:00, rates from 128kbit to 1000mbit", text)
	}
	return l, nil
}

func clock(hours, minutes int64) time.Duration {
	return time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
}

// ParsedLimits are the limits of a checked file.
func (s TerminalServer) ParsedLimits() (all []Limit) {
	for _, text := range s.Limits {
		if l, err := ParseLimit(text); err == nil { // a wrong one stops the program before
			all = append(all, l)
		}
	}
	return all
}

func (p *problems) limits(key string, all []string) {
	for _, text := range all {
		if _, err := ParseLimit(text); err != nil {
			p.add(key, fmt.Sprintf("%q 不是限速时段。请写成 08:30-17:30 2mbit 的样子，128kbit 到 1000mbit。", text),
				fmt.Sprintf("%q is no limit by the clock. Write it like 08:30-17:30 2mbit, from 128kbit to 1000mbit.", text))
		}
	}
}
