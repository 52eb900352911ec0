// Package kiosk is the window of a self-service kiosk: a presenter that turns what internal/kiosk knows into words
// and offers its acts, and views that draw one question per screen, 1080×1920.
//
// Promises: a control that is under a finger stays the same object until the screen changes (figures, clock and
// countdown change in place); every screen has its one spoken sentence in the voice strip; what this machine cannot do is
// drawn blocked and says so when pressed; what is missing (hall, reader, printer) is said on every screen until it
// returns, and nothing typed is lost to it; nothing typed outlives the question it was typed for.
//
// Map tags, for whoever drives the window from outside: kiosk.take, kiosk.guide, kiosk.tile.apply/progress/proof/rate,
// kiosk.category.A, kiosk.item.FZ005, kiosk.find, kiosk.key.<key>, kiosk.card.number, kiosk.card.without, kiosk.number.ok,
// kiosk.reprint, kiosk.noted, kiosk.another, kiosk.retry, kiosk.continue, kiosk.back, kiosk.home,
// kiosk.lang, kiosk.elder, kiosk.low, kiosk.more, kiosk.volume, kiosk.help, kiosk.replay, kiosk.note.close; kiosk.trouble.<CODE> is the sentence of a trouble.
package kiosk
