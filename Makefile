# What one can do here: make (or make help) lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help

BIN   := bin
OUT   := out
TAGS  := migrated_fynedo,x11
# Tests draw with Fyne's software painter: no screen, no system fonts.
TTAGS := migrated_fynedo,ci
# Everything but windows is free of cgo and must build for the halls' other machines.
PLAIN  = $(shell go list ./... | grep -v -e '^onewindow/ui/' -e '^onewindow/cmd/onewindow' -e /apitest$$)
# Packages that leave pictures, costs or counts to a run without the race detector, which slows them down and learns
# nothing from them.
UNRACED := ./ui/... ./internal/bench ./internal/tour ./sync/engine/runner
CROSS := windows/amd64 linux/arm64 linux/loong64

BUILD_PACKAGES := gcc pkg-config libgl1-mesa-dev xorg-dev
TEST_PACKAGES  := zbar-tools poppler-utils swtpm gnome-keyring dbus
RUN_PACKAGES   := xvfb libgl1-mesa-dri openbox xdotool xclip imagemagick chromium

# install installs those of the named Debian packages that are missing, and says so.
install = missing=""; for p in $(1); do \
	  dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then \
	  echo "onewindow: installing$$missing"; \
	  sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -q && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $$missing; fi

export GOFLAGS := -buildvcs=false -trimpath

help: ## what one can do
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

run: deps-run build ## the whole hall: opens it on a screen, plays the tour without one
	@if [ -n "$$DISPLAY" ]; then $(BIN)/onewindow demo -dir $(OUT)/demo; else $(BIN)/onewindow tour -dir $(OUT)/tour; fi

demo: build ## opens the hall on this screen
	$(BIN)/onewindow demo -dir $(OUT)/demo

tour: deps-run build ## plays one day's story through the real windows; pictures and papers in out/tour
	$(BIN)/onewindow tour -dir $(OUT)/tour

interrupted: deps-run build ## the tour, with hall, platform and simulators killed and started again before every step
	$(BIN)/onewindow tour -dir $(OUT)/interrupted -stop all

# README's pictures: each line is a picture's name and where the tour leaves it.
define PICTURES
counter:*-counter-main.png counter-en:*-counter-main-en.png counter-worklist:*-counter-worklist.png counter-offline:trouble-SYNC-101.png \
citizen:*-citizen-rate.png kiosk:*-kiosk-home.png kiosk-category:*-kiosk-category.png kiosk-no-paper:trouble-PRN-002.png \
display:*-display-hall.png display-stale:*-display-stale.png window:*-display-window.png console:*-console.png
endef

pictures: tour ## plays the tour and renews README's pictures, small, in assets/pictures
	@for p in $(PICTURES); do convert $(OUT)/tour/$${p#*:} -resize 50% -dither None -colors 96 PNG8:assets/pictures/$${p%%:*}.png || exit 1; done
	@convert $(OUT)/tour/tickets/A001.png -resize 50% -colors 16 PNG8:assets/pictures/ticket.png
	@convert $(OUT)/tour/papers/A001-acceptance.png -resize 60% -colors 32 PNG8:assets/pictures/notice.png
	@du -ch assets/pictures/*.png | tail -1

build: deps ## the four programs, in bin
	@mkdir -p $(BIN)
	CGO_ENABLED=0 go build -o $(BIN)/ ./cmd/hall ./cmd/platform ./cmd/devsim
	go build -tags $(TAGS) -o $(BIN)/onewindow ./cmd/onewindow

# The race detector would have every program and every child of one wait a second before it ends. lint has
# vetted all. Three packages at a time: many wait for disks and children.
test: deps lint ## lint, then every test that needs no window, with the race detector; then, without it, pictures and counts
	GORACE=atexit_sleep_ms=20 go test -race -vet=off -p 3 -tags $(TTAGS) ./...
	go test -vet=off -p 3 -tags $(TTAGS) $(UNRACED)

lint: deps ## vet, staticcheck; builds for the halls' other machines, and vets what is written for one of them alone
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); echo "gofmt these"; exit 1; }
	go vet -tags $(TAGS) ./...
	go tool staticcheck -tags $(TAGS) ./...
	@for target in $(CROSS); do echo "build and vet for $$target"; \
	  export CGO_ENABLED=0 GOOS=$${target%/*} GOARCH=$${target#*/}; \
	  go build $(PLAIN) && go vet $$(go list -f '{{if .IgnoredGoFiles}}{{.ImportPath}}{{end}}' $(PLAIN)) || exit 1; done

golden: deps ## draws every golden picture and paper again, for a person to look at (git diff)
	go test -tags $(TTAGS) $$(git grep -lE 'ui/kit/kittest"|flag\.Bool\("update"' -- '*_test.go' | xargs -n1 dirname | sort -u | sed 's,^,./,') -update

fuzz: deps ## every parser of outside bytes, FUZZTIME each (default 60s); one line for each target
	@bad=0; for p in $$(git grep -l '^func Fuzz' -- '*_test.go' | xargs -n1 dirname | sort -u); do \
	  for f in $$(grep -ho '^func Fuzz[A-Za-z0-9_]*' $$p/*_test.go | cut -c6-); do \
	    if out=$$(go test -tags $(TTAGS) ./$$p -run '^$$' -fuzz "^$$f$$" -fuzztime $${FUZZTIME:-60s} 2>&1); \
	    then n=$$(printf '%s' "$$out" | grep -o 'execs: [0-9]*' | tail -1 | cut -c8-); printf 'ok      %-24s %-18s %s inputs\n' $$p $$f $${n:-0}; \
	    else bad=1; printf 'FAILED  %-24s %s\n%s\n' $$p $$f "$$out"; fi; done; done; exit $$bad

bench: deps-run build ## what everything costs beside the bare cost, as ratios in one run; report in out/bench
	$(BIN)/onewindow bench -dir $(OUT)/bench $(BENCH)

proof: build ## nothing lost, nothing doubled: the three tiers of faults, about half an hour; then damage, a poor line and every broken build; reports in out
	$(BIN)/onewindow faults -tier model -seed 1..400
	$(BIN)/onewindow faults -tier files -seed 1..150
	$(BIN)/onewindow faults -tier processes -kills 1000
	ONEWINDOW_PROOF=1 go test -count=1 -run 'AnyDamage|WhatRots' -timeout 30m -v ./internal/vault | grep -v '^==='
	go test -count=1 -run PoorLine -v ./sync/engine/runner | grep -v '^==='
	ONEWINDOW_PROOF=1 go test -count=1 -run BrokenBuilds -timeout 30m -v ./internal/faults | grep -v '^==='
	ONEWINDOW_PROOF=1 go test -count=1 -run LineCut -v ./sync/upload | grep -v '^==='

deps: ## installs the system packages that building and testing need and that are missing (Debian)
	@$(call install,$(BUILD_PACKAGES) $(TEST_PACKAGES))

deps-run: deps ## and those that a virtual screen and the tour need
	@$(call install,$(RUN_PACKAGES))

clean: ## takes away what was built and played
	rm -rf $(BIN) $(OUT)

.PHONY: help run demo tour interrupted pictures build test lint golden fuzz proof bench deps deps-run clean
