package api

import "onewindow/internal/trouble"

// Trouble implements trouble.Teller.
func (p *Problem) Trouble() (code string, w trouble.Words) {
	return p.Code, trouble.Words{Zh: p.Sentence, En: p.SentenceEN}
}
