package apitest

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
	verrors "github.com/pb33f/libopenapi-validator/errors"
	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"

	"onewindow/assets"
)

// Contract is one interface as it is written down.
type Contract struct {
	name     string
	model    *v3.Document
	validate validator.Validator
}

// Platform gives the contract of the central platform.
func Platform(t testing.TB) *Contract { return must(t)(platform()) }

// Hall gives the contract of the hall node.
func Hall(t testing.TB) *Contract { return must(t)(hall()) }

// Documents are read once for all tests of a package; nobody changes them.
var (
	platform = sync.OnceValues(func() (*Contract, error) { return load("platform") })
	hall     = sync.OnceValues(func() (*Contract, error) { return load("hall") })
)

func must(t testing.TB) func(*Contract, error) *Contract {
	return func(c *Contract, err error) *Contract {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
}

// aside is where a schema of the document can be reached as if it were a path: there its values are checked as strictly as
// any body.
const aside = "/schemas/"

func load(name string) (*Contract, error) {
	text, err := fs.ReadFile(assets.Files, "openapi/"+name+".yaml")
	if err != nil {
		return nil, fmt.Errorf("apitest: %w", err)
	}
	plain, err := parse(name, text)
	if err != nil {
		return nil, err
	}
	if ok, errs := plain.validate.ValidateDocument(); !ok {
		return nil, fmt.Errorf("apitest: %s.yaml is no OpenAPI document: %s", name, told(errs))
	}
	var more strings.Builder
	for schema := range plain.model.Components.Schemas.KeysFromOldest() {
		fmt.Fprintf(&more, "  %s%s: {post: {requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/%s'}}}}, "+
			"responses: {'200': {description: ''}}}}\n", aside, schema, schema)
	}
	return parse(name, []byte(strings.Replace(string(text), "\npaths:\n", "\npaths:\n"+more.String(), 1)))
}

func parse(name string, text []byte) (*Contract, error) {
	doc, err := libopenapi.NewDocument(text)
	if err != nil {
		return nil, fmt.Errorf("apitest: %s.yaml: %w", name, err)
	}
	model, err := doc.BuildV3Model()
	if err != nil {
		return nil, fmt.Errorf("apitest: %s.yaml: %w", name, err)
	}
	v, errs := validator.NewValidator(doc, config.WithStrictMode(), config.WithFormatAssertions(), config.WithContentAssertions(),
		config.WithoutSecurityValidation(), config.WithRejectUndeclaredRequestBody(), config.WithURLEncodedBodyValidation(),
		config.WithStrictIgnoredHeadersExtra(common...))
	if len(errs) > 0 {
		return nil, fmt.Errorf("apitest: %s.yaml: %v", name, errs)
	}
	return &Contract{name, &model.Model, v}, nil
}

// common are headers that belong to HTTP or to the browser and not to one path.
var common = []string{"x-content-type-options", "strict-transport-security", "content-security-policy", "referrer-policy",
	"x-robots-tag", "set-cookie", "retry-after", "location", "allow"}

// Routes names every way in, "GET /v1/state", sorted.
func (c *Contract) Routes() []string {
	var all []string
	for path, item := range c.model.Paths.PathItems.FromOldest() {
		if strings.HasPrefix(path, aside) {
			continue
		}
		for method := range item.GetOperations().KeysFromOldest() {
			all = append(all, strings.ToUpper(method)+" "+path)
		}
	}
	slices.Sort(all)
	return all
}

// Value holds a body to one schema of the document by its name.
func (c *Contract) Value(t testing.TB, schema string, json []byte) {
	t.Helper()
	if err := c.value(schema, json); err != nil {
		t.Errorf("%s.yaml, %s: %v\nin %s", c.name, schema, err, shown(json))
	}
}

func (c *Contract) value(schema string, json []byte) error {
	r := &http.Request{Method: http.MethodPost, URL: &url.URL{Path: aside + schema}, Header: http.Header{"Content-Type": {"application/json"}}}
	return c.request(r, json)
}

func told(errs []*verrors.ValidationError) string {
	var b strings.Builder
	for _, e := range errs {
		fmt.Fprintf(&b, "\n  %s: %s", e.Message, e.Reason)
		for _, s := range e.SchemaValidationErrors {
			fmt.Fprintf(&b, "\n    %s: %s", s.FieldPath, s.Reason)
		}
	}
	return b.String()
}

func shown(b []byte) string {
	if len(b) > 500 {
		return string(b[:500]) + "…"
	}
	return string(b)
}
