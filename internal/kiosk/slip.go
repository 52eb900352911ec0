package kiosk

import (
	"fmt"
	"strings"
	"time"

	"onewindow/internal/catalogue"
	"onewindow/internal/citizen"
	"onewindow/internal/queue"
)

// Windows writes window numbers in rising order as people say them: "1–6、8".
func Windows(numbers []int) string {
	var runs []string
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		if i == j {
			runs = append(runs, fmt.Sprint(numbers[i]))
		} else {
			runs = append(runs, fmt.Sprintf("%d–%d", numbers[i], numbers[j]))
		}
		i = j + 1
	}
	return strings.Join(runs, "、")
}

// ClassName is the Chinese name of a ticket's class.
func ClassName(c queue.Class) string {
	switch c {
	case queue.Appointment:
		return "预约号"
	case queue.Priority:
		return "优先号"
	}
	return "普通号"
}

// bring names the papers a citizen must have with them; what the city holds already is never asked for.
func bring(it *catalogue.Item) string {
	if it == nil {
		return ""
	}
	var names []string
	for _, m := range it.Materials {
		if m.Required() && !m.FromSharedData {
			names = append(names, m.Name)
		}
	}
	return strings.Join(names, "、")
}

// foot is the small line that tells one slip from another: month and day, number, and a byte of the token.
func foot(t queue.Ticket, at time.Time) string {
	sum := byte(0)
	for _, b := range []byte(t.Token) {
		sum = sum*31 + b
	}
	return fmt.Sprintf("%s-%s-%02X", at.Format("0102"), t.Number, sum)
}

// slip is what goes on the paper of an issued number.
func (k *Kiosk) slip(a queue.Answer, s *session) queue.Slip {
	t := *a.Ticket
	at := time.UnixMilli(int64(t.IssuedAt)).In(k.zone())
	board := k.view.Board
	out := queue.Slip{
		Hall: board.Hall, CategoryName: categoryOf(board, t.Category).Name, Number: t.Number,
		Ahead: a.Ahead, LowMin: a.LowMin, HighMin: a.HighMin, Windows: Windows(a.Windows) + " 号",
		IssuedAt: fmt.Sprintf("%d月%d日 %s", at.Month(), at.Day(), at.Format("15:04")),
		Class:    ClassName(t.Class), URL: board.ProgressBase + t.Token, Bring: bring(s.item),
		Kiosk: "取号机 " + k.p.Terminal, Foot: foot(t, at),
	}
	if s.item != nil {
		out.ItemName = s.item.Name
	}
	if s.card != nil {
		out.Holder = citizen.MaskName(s.card.Name)
	}
	return out
}

func categoryOf(b queue.Board, code string) queue.BoardCategory {
	for _, c := range b.Categories {
		if c.Code == code {
			return c
		}
	}
	return queue.BoardCategory{Code: code, Name: code, NameEN: code}
}
