# make run      the whole platform on this machine, demo data included (PORT=, MAILBOX_PORT=, PORTAL_PORT=, RESET=1 to start afresh)
# make test     every test
# make soak     any life of vouchers and bookings, 50,000 steps of it (an hour)
# make check    style, types, layers, template
# make openapi  docs/openapi.json from the code
# make journey  a person's way through the running platform
# make package  build/<stage>: template, zip, unzipped code (STAGE=prod)
# make deploy   the same, to AWS (STAGE=, and the first time PORTAL_URL= and MAIL_FROM=)

PYTHON ?= python3
STAGE ?= prod
BIN := .venv/bin
READY := .venv/ready
MEASURED := tests/pages/test_lighthouse.py
DEPLOY_OPTIONS = $(if $(PORTAL_URL),--portal-url "$(PORTAL_URL)") $(if $(MAIL_FROM),--mail-from "$(MAIL_FROM)") \
	$(if $(API_URL),--api-url "$(API_URL)") $(if $(ONLINE_PAYMENTS),--online-payments "$(ONLINE_PAYMENTS)") \
	$(if $(ALARM_MAIL),--alarm-mail "$(ALARM_MAIL)") \
	$(if $(PAGES_DOMAIN),--pages-domain "$(PAGES_DOMAIN)" --pages-certificate "$(PAGES_CERTIFICATE)")

.PHONY: run test browser soak openapi check journey package deploy

run: $(READY)
	@exec $(BIN)/python -m infra.local.run

test: $(READY) browser
	$(BIN)/python -m pytest tests/unit tests/integration tests/contract -n 2 --ignore=tests/integration/life
	@# The pages take one core, the deployed stack and any life the other: beside each other, in processes of their own.
	@$(BIN)/python -m pytest tests/pages --ignore=$(MEASURED) & pages=$$!; trap 'kill $$pages 2>/dev/null' INT TERM; \
	$(BIN)/python -m pytest tests/e2e && $(BIN)/python -m pytest tests/integration/life; others=$$?; \
	wait $$pages && exit $$others
	@# What is measured in time is measured alone.
	$(BIN)/python -m pytest $(MEASURED)

# Debian's own browser; a test tool's would be fetched from elsewhere.
browser:
	@{ command -v chromium && command -v chromium-headless-shell; } >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium chromium-headless-shell; }

soak: $(READY)
	LIFE_STEPS=50000 $(BIN)/python -m pytest tests/integration/life --show-capture=no

openapi: $(READY)
	$(BIN)/python -m infra.openapi

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy app.py chalicelib infra tests
	$(BIN)/lint-imports
	$(BIN)/python -m infra.pages
	npm --prefix web run --silent check
	$(BIN)/python -m pytest tests/contract/test_house.py -k app_holds
	$(BIN)/python -m infra.build --stage $(STAGE)
	$(BIN)/cfn-lint --template build/$(STAGE)/template.json

journey: $(READY)
	$(BIN)/python -m tests.journey

package: $(READY)
	$(BIN)/python -m infra.build --stage $(STAGE)

deploy: $(READY)
	$(BIN)/python -m infra.deploy --stage $(STAGE) $(DEPLOY_OPTIONS)

$(READY): requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 is needed; this is " + sys.version)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements-dev.txt
	@touch $@
