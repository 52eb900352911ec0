// Package catalogue holds the service items (事项) a hall takes in: what they ask for, how long they take, which form
// they use, and how a clerk finds them. It promises that what was loaded is sound (see Load) and never changes, so
// one catalogue may be shared. It reads no file, knows no pinyin library (an index function is handed in) and no case.
package catalogue
