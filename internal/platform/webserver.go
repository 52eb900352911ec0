package platform

import (
	"embed"
	"html/template"
	"io/fs"
	"net/http"
	"strings"
	"sync"

	"onewindow/assets"
)

//go:embed web
var webFiles embed.FS

// webHandler is what people see: console, progress page and what both are drawn with.
func (pf *Platform) webHandler() http.Handler {
	mux := http.NewServeMux()
	for pattern, h := range pf.webRoutes() {
		mux.HandleFunc(pattern, h)
	}
	return http.NewCrossOriginProtection().Handler(guarded(mux, pf.p.WebTLS != nil))
}

// webRoutes are the pages, as assets/openapi/platform.yaml names them.
func (pf *Platform) webRoutes() map[string]http.HandlerFunc {
	all := pf.console.routes()
	all["GET /p/{token}"] = pf.progress.get
	all["GET /assets/{name}"] = getAsset
	all["GET /{$}"] = func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/console", http.StatusSeeOther) }
	return all
}

// guarded tells the browser to run and show nothing that is not ours.
func guarded(next http.Handler, tls bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "+
			"form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		if tls {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// getAsset serves style, script and font; none holds anything of a case.
func getAsset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	var data []byte
	var typ string
	switch name {
	case "NotoSansSC-Regular.ttf":
		data, typ = assets.FontRegular, "font/ttf"
	case "NotoSansSC-Bold.ttf":
		data, typ = assets.FontBold, "font/ttf"
	case "console.css", "progress.css", "tokens.css":
		typ = "text/css; charset=utf-8"
	case "console.js":
		typ = "text/javascript; charset=utf-8"
	case "icon.svg":
		data, _ = fs.ReadFile(assets.Files, "icon.svg")
		typ = "image/svg+xml"
	}
	if data == nil && typ != "" {
		data, _ = webFiles.ReadFile("web/" + name)
	}
	if data == nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", typ)
	w.Header().Set("Cache-Control", "public, max-age=3600")
	if strings.HasSuffix(name, ".ttf") {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	_, _ = w.Write(data)
}

// pages are the parsed templates, once.
var pages = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{"icon": icon}).ParseFS(webFiles, "web/*.html"))
})

// icon draws one of the house's icons in the colour of the text around it.
func icon(name string) template.HTML {
	svg, err := fs.ReadFile(assets.Files, "icons/"+name+".svg")
	if err != nil {
		return ""
	}
	return template.HTML(strings.NewReplacer(`stroke="#14211F"`, `stroke="currentColor"`, `<svg `, `<svg class="icon" aria-hidden="true" `).Replace(string(svg)))
}

// render draws a page whole before it sends a byte, so that a fault is never half a page.
func (pf *Platform) render(w http.ResponseWriter, r *http.Request, status int, name string, data any) {
	var page strings.Builder
	if err := pages().ExecuteTemplate(&page, name, data); err != nil {
		pf.webFail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(page.String()))
}

// webFail tells a person that the page could not be made. The cause is for the log alone.
func (pf *Platform) webFail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() == nil {
		pf.p.Log.Error("page failed", "path", r.Pattern, "err", err)
	}
	http.Error(w, "这一页没有做出来，内容没有改变。请返回后再打开；还不行请告诉管理员。(PLAT-005)\nThis page could not be made; nothing was changed. Go back and open it again.", http.StatusInternalServerError)
}
