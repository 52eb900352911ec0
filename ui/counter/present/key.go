package present

import "strings"

// Binding is a key of the window and what it does. The window binds its keys from this table and F1 shows it, so that
// there is no key that is not shown, and none shown that does nothing.
type Binding struct {
	Cap  string   // as shown: "F2", "Ctrl 1–4"
	Acts []string // what each key does, in the order of Keys; nil = the key belongs to whatever has the focus
	Keys []string // what is bound: "F2", "Ctrl K"
	Word string   // key of the words
	// Everywhere says that the key works before somebody signed in, too.
	Everywhere bool
}

// Group is a column of the table.
type Group struct {
	Head string
	Rows []Binding
}

func bind(key, act, word string) Binding {
	return Binding{Cap: key, Keys: []string{key}, Acts: []string{act}, Word: word}
}

func everywhere(b Binding) Binding {
	b.Everywhere = true
	return b
}

// own is a key of whatever has the focus.
func own(cap, word string) Binding { return Binding{Cap: cap, Word: word} }

// Bindings are all keys of the counter, by what they are for.
func Bindings() [3]Group {
	return [3]Group{
		{"keys.hall", []Binding{
			bind("F2", "callNext", "keys.call"), bind("F3", "recall", "act.recall"), bind("F4", "noShow", "act.noShow"),
			bind("F5", "start", "keys.start"), bind("F6", "transfer", "act.transfer"), bind("F7", "pause", "keys.pause"),
			bind("F8", "callBack", "keys.callBack"),
			own("Tab", "keys.tab"), own("Shift Tab", "keys.shiftTab"), own("↑ ↓", "keys.arrows"), own("← →", "keys.sides"), own("1–6", "keys.digits"),
			bind("Esc", "", "keys.esc"),
		}},
		{"keys.file", []Binding{
			bind("F9", "scan", "keys.scan"), bind("F10", "accept", "keys.accept"), bind("F11", "supplement", "act.supplement"), bind("F12", "refuse", "act.refuse"),
			bind("Ctrl F", "toForm", "keys.form"), bind("Ctrl M", "toMaterials", "keys.materials"),
			own("Space", "keys.space"), own("Enter", "keys.enter"),
			bind("Ctrl R", "ctrlR", "keys.shared"), bind("Ctrl D", "defer", "act.defer"), bind("Ctrl H", "typeApplicant", "act.typeApplicant"),
			bind("Ctrl G", "fullView", "act.fullView"), bind("Ctrl P", "park", "act.park"), bind("Ctrl W", "drop", "act.drop"),
		}},
		{"keys.window", []Binding{
			everywhere(bind("F1", "keys", "keys.title")), everywhere(bind("Ctrl T", "language", "keys.language")),
			bind("Ctrl K", "search", "lintel.search"), bind("Ctrl L", "work", "lintel.work"),
			{Cap: "Ctrl 1–4", Keys: []string{"Ctrl 1", "Ctrl 2", "Ctrl 3", "Ctrl 4"}, Acts: []string{"tab.1", "tab.2", "tab.3", "tab.4"}, Word: "keys.tabs"},
			bind("Ctrl N", "newCase", "act.newCase"), bind("Ctrl O", "open", "keys.open"), bind("Ctrl S", "citizenScreen", "keys.screen"),
			bind("Ctrl E", "askRating", "act.askRating"), bind("Ctrl U", "outbox", "keys.outbox"),
			bind("Ctrl B", "stick.write", "keys.stickWrite"), bind("Ctrl J", "stick.read", "keys.stickRead"), bind("Ctrl I", "rail", "keys.rail"),
			bind("Ctrl Q", "signOut", "keys.signOut"),
		}},
	}
}

// Bound gives what each key does: of the plain keys, and of those with Ctrl, by the key's name without Ctrl. Of
// signedIn false only those that work before.
func Bound(signedIn bool) (plain, ctrl map[string]string) {
	plain, ctrl = map[string]string{}, map[string]string{}
	for _, g := range Bindings() {
		for _, b := range g.Rows {
			if !signedIn && !b.Everywhere {
				continue
			}
			for i, key := range b.Keys {
				if letter, with := strings.CutPrefix(key, "Ctrl "); with {
					ctrl[letter] = b.Acts[i]
				} else if b.Acts[i] != "" {
					plain[key] = b.Acts[i]
				}
			}
		}
	}
	return plain, ctrl
}

// KeyRow is a line of the shortcut overlay.
type KeyRow struct{ Key, What string }

// KeyColumn is a column of it.
type KeyColumn struct {
	Head string
	Rows []KeyRow
}

// Keys are the columns of the shortcut overlay.
func Keys(w Words) [3]KeyColumn {
	var out [3]KeyColumn
	for i, g := range Bindings() {
		out[i].Head = w.T(g.Head)
		for _, b := range g.Rows {
			out[i].Rows = append(out[i].Rows, KeyRow{keyCap(b.Cap, w), w.T(b.Word)})
		}
	}
	return out
}

// keyCap is a key as it is shown in the language of the screen.
func keyCap(cap string, w Words) string {
	switch cap {
	case "Enter":
		return w.T("key.enter")
	case "Space":
		return w.T("key.space")
	}
	return cap
}
