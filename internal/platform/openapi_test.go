package platform

import (
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"onewindow/internal/api"
)

// The written contract and the code say the same: every route of one is served by the other, every field of a wire type is
// written down under its name.
func TestTheWrittenContractNamesEveryRouteAndField(t *testing.T) {
	w := newWorld(t)
	text := string(asset(t, "openapi/platform.yaml"))
	var routes []string
	path := ""
	for _, line := range strings.Split(text[:strings.Index(text, "\ncomponents:")], "\n") {
		if m := regexp.MustCompile(`^  (/v1/\S+):$`).FindStringSubmatch(line); m != nil {
			path = m[1]
		}
		if m := regexp.MustCompile(`^    (get|put|post|head):$`).FindStringSubmatch(line); m != nil {
			routes = append(routes, strings.ToUpper(m[1])+" "+path)
		}
	}
	want := []string{"POST " + api.PathOps, "GET " + api.PathChanges, "HEAD " + api.PathBlobs + "{digest}", "PUT " + api.PathBlobs + "{digest}",
		"GET " + api.PathBlobs + "{digest}", "POST " + api.PathBlocks, "POST " + api.PathDecisions, "GET " + api.PathHealth}
	if !reflect.DeepEqual(routes, want) {
		t.Errorf("the contract names %v, want %v", routes, want)
	}
	for _, r := range routes {
		method, path, _ := strings.Cut(r, " ")
		if status, _, _ := w.do(method, w.api+strings.ReplaceAll(path, "{digest}", "x"), nil); status == http.StatusMethodNotAllowed || status == http.StatusNotFound {
			t.Errorf("%s is not served: %d", r, status)
		}
	}
	for _, v := range []any{api.Problem{}, api.OpsRequest{}, api.Offer{}, api.Operation{}, api.Verdict{}, api.OpsResponse{}, api.ChangesResponse{},
		api.Change{}, api.CaseChange{}, api.BlockResponse{}, api.DecisionRequest{}, api.HealthResponse{}} {
		typ := reflect.TypeOf(v)
		_, schema, ok := strings.Cut(text, "\n    "+typ.Name()+":\n")
		if !ok {
			t.Errorf("the contract has no %s", typ.Name())
			continue
		}
		if end := regexp.MustCompile(`(?m)^    \w`).FindStringIndex(schema); end != nil {
			schema = schema[:end[0]]
		}
		for i := range typ.NumField() {
			name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			if !strings.Contains(schema, "\n        "+name+":") {
				t.Errorf("the contract's %s has no %s", typ.Name(), name)
			}
		}
	}
}
