# SPDX-FileCopyrightText: 2026 The Cenacle authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every target does its own set-up. Meson does the building; this file is for people.

BUILD ?= build
PYTHON := $(shell test -x /usr/bin/python3 && echo /usr/bin/python3 || echo python3)
SEEDS ?= 1000
FUZZ_SECONDS ?= 300
SETUP := bash build-aux/setup.sh

.PHONY: build run demo test bench fuzz sim apart harness netns keeper tsan walk screenshots deb trixie format lint install clean help

build:
	@$(SETUP) build
	@test -f $(BUILD)/build.ninja || meson setup $(BUILD)
	@ninja -C $(BUILD)

run: build
	@if [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	  echo; \
	  echo "Cenacle is built, but there is no display here for its window."; \
	  echo "To see three people talk on this machine instead: make demo"; \
	else \
	  exec $(BUILD)/app/desktop/cenacle; \
	fi

demo: build
	@$(SETUP) demo
	@$(PYTHON) build-aux/demo.py $(BUILD)

test:
	@$(SETUP) build test
	@BUILD=$(BUILD) PYTHON=$(PYTHON) bash build-aux/test.sh

bench:
	@$(SETUP) build test
	-@$(SETUP) bench
	@bash build-aux/configure.sh bench $(BUILD)-bench
	@ninja -C $(BUILD)-bench
	@meson test -C $(BUILD)-bench --benchmark --verbose

fuzz:
	@$(SETUP) build test
	@bash build-aux/configure.sh fuzz $(BUILD)-fuzz
	@ninja -C $(BUILD)-fuzz
	@FUZZ_SECONDS=$(FUZZ_SECONDS) meson test -C $(BUILD)-fuzz --suite fuzz -t 0 --print-errorlogs

sim: build
	@SIM_SEEDS=$(SEEDS) meson test -C $(BUILD) --suite sim -t 0 --verbose

apart:
	@$(PYTHON) tests/bench/apart.py --check --chart data/far-away.svg

harness: build
	@$(PYTHON) tests/harness/run-harness.py $(BUILD) 200

netns: build
	@$(SETUP) test netns
	@CENACLE_NETNS=1 meson test -C $(BUILD) --suite netns --verbose

keeper: deb
	@$(SETUP) keeper
	@bash build-aux/keeper.sh

tsan:
	@$(SETUP) build test
	@bash build-aux/configure.sh tsan $(BUILD)-tsan
	@ninja -C $(BUILD)-tsan
	@TSAN_OPTIONS=ignore_noninstrumented_modules=1:suppressions=$(CURDIR)/tests/support/tsan.supp \
	  meson test -C $(BUILD)-tsan --suite core --suite net --suite engine -t 5 --print-errorlogs

walk: build
	@$(SETUP) test
	@CENACLE_WALK=1 CENACLE_BUILD=$(BUILD) $(PYTHON) tests/ui/test-every-page.py

screenshots: build
	@$(SETUP) test screenshots
	@$(PYTHON) tests/ui/pictures.py $(BUILD)

deb:
	@$(SETUP) build deb
	@bash build-aux/deb.sh

trixie:
	@$(SETUP) trixie
	@bash build-aux/trixie.sh

format:
	@find app core net tests -name '*.[ch]' -exec clang-format-14 -i {} +

lint: build
	@$(SETUP) lint
	@run-clang-tidy-14 -quiet -p $(BUILD) '/(core|net|app)/'

install: build
	@meson install -C $(BUILD)

clean:
	@rm -rf build build-asan build-bench build-fuzz build-tsan build-deb build-trixie

help:
	@echo "make run          opens Cenacle"
	@echo "make demo         three people talk on this machine, in the terminal"
	@echo "make test         everything that must be green; ends with the counts"
	@echo "make build        builds into $(BUILD)/"
	@echo "make install      installs under the prefix meson was given (/usr/local)"
	@echo "make bench        measures"
	@echo "make fuzz         each fuzz target for FUZZ_SECONDS=$(FUZZ_SECONDS)"
	@echo "make sim          simulated circles, SEEDS=$(SEEDS)"
	@echo "make apart        how long a message takes among people who are seldom online together"
	@echo "make harness      reconciliation against another implementation of Negentropy"
	@echo "make netns        engines in network namespaces (root)"
	@echo "make keeper       the packages in a machine of their own, where a keeper and a relay run (root)"
	@echo "make tsan         the headless tests under ThreadSanitizer"
	@echo "make walk         every page and dialog: names, translations, widths, in each language and with large letters"
	@echo "make screenshots  the pictures in data/screenshots, all of them"
	@echo "make deb          the Debian packages, in build-deb/"
	@echo "make trixie       builds and tests on Debian 13, in a folder of its own (root)"
	@echo "make format, make lint, make clean"
