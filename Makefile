# 罪链：make run 启动；make test 测试；make check 提交之前的全部检查。第一次执行会先装好所需的一切。
SHELL := /bin/bash
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet
CODE := $(wildcard kb engine search paper quiz ui ui_app.py zuilian.py benchmarks scripts tests)
YAML := $(wildcard kb search examples scripts tests ui mkdocs.yml .yamllint)
LOCK := --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url
# 全部测试分给两个进程，一个文件的测试在同一个进程里；只跑一部分（ARGS）的，一个进程
TWO := --numprocesses=2 --dist=loadfile
# 用哪个 Python 建虚拟环境由 scripts/setup_venv.sh 挑选；要自己定：make PYTHON=/路径/python3.12 …
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help run test check verify lint ruff-format ruff types yaml knowledge mutate wheel pythons wheelhouse generated docs format coverage benchmarks lock clean

help:
	@echo "make run       启动（只在本机 127.0.0.1；换端口：make run PORT=8600）"
	@echo "make test      全部测试（只跑一部分：make test ARGS=tests/test_citation.py）"
	@echo "make check     提交之前的全部检查：格式、类型、知识库、测试、wheel"
	@echo "make lint      其中不跑测试的部分"
	@echo "make mutate    往规则里放错误，看旁边的案例发现得了多少"
	@echo "make generated 重写由规则生成的文件（JSON Schema、未核对清单、docs/ 里的罪名、键、词汇、覆盖、许可）"
	@echo "make wheelhouse 离线安装用的文件夹 build/wheelhouse（联网取第三方软件）"
	@echo "make docs      把 docs/ 做成离线可看的网站（build/site/index.html）"
	@echo "make format    按统一格式改写代码"
	@echo "make pythons   wheel 在 Python 3.12、3.13 上的测试（本机有的；VERSIONS=3.12 只跑一种）"
	@echo "make coverage  测试覆盖率"
	@echo "make benchmarks 全部速度对比，写 benchmarks/RESULTS.md（约三十分钟，机器要清闲；只试一试：QUICK=1）"
	@echo "make lock      依赖有变时，重写两个锁定文件（联网；全部升级：make lock UPGRADE=--upgrade）"
	@echo "make clean     删去一切生成物，包括虚拟环境"

run: $(VENV)/.run
	$(BIN)/zuilian ui $(if $(PORT),--port $(PORT))

test: $(VENV)/.dev $(VENV)/.browser $(VENV)/.postgres
	$(BIN)/python -m pytest $(or $(ARGS),$(TWO))

check: verify test

verify: lint mutate wheel

# 每一种检查各是一个目标：make --keep-going lint 一次报出全部问题。
lint: ruff-format ruff types yaml knowledge

ruff-format: $(VENV)/.dev
	$(BIN)/ruff format --check $(CODE)

ruff: $(VENV)/.dev
	$(BIN)/ruff check $(CODE)

types: $(VENV)/.dev
	$(BIN)/mypy $(filter-out tests,$(CODE))
	$(BIN)/mypy --allow-untyped-defs --allow-incomplete-defs --no-warn-return-any tests

yaml: $(VENV)/.dev
	$(BIN)/yamllint --strict $(YAML)

knowledge: $(VENV)/.dev
	$(BIN)/zuilian check

# 往每条规则里放错误，旁边的案例要发现百分之九十五以上
mutate: $(VENV)/.dev
	$(BIN)/zuilian check --mutate

wheel: $(VENV)/.dev
	scripts/test_wheel.sh $(VENV)

# 本机没有的版本略过并说明
pythons: wheel
	scripts/test_pythons.sh $(or $(VERSIONS),3.12 3.13)

# 离线安装用的文件夹（联网）：wheel、sdist、全部第三方 wheel、文档、校验值
wheelhouse: docs
	scripts/wheelhouse.sh $(VENV)

# 由规则、词表、文件、锁定文件生成、提交在库里的：JSON Schema、未核对清单、docs/ 里的几页
generated: $(VENV)/.dev
	$(BIN)/python -m engine.case_schema
	$(BIN)/python -m kb.unverified
	$(BIN)/python scripts/pages.py

# 文档网站：不从外面取任何东西，双击 build/site/index.html 即可看、可检索
docs: $(VENV)/.dev
	$(BIN)/zensical build --clean --strict

format: $(VENV)/.dev
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

coverage: $(VENV)/.dev $(VENV)/.browser $(VENV)/.postgres
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest $(or $(ARGS),$(TWO))
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

# 试跑（QUICK=1）写到 build/benchmarks/，数字不能引用
benchmarks: $(VENV)/.dev $(VENV)/.browser $(VENV)/.postgres
	$(BIN)/python benchmarks/all.py $(if $(QUICK),quick)

# 两个文件里只有名称、版本与校验值，没有任何下载地址。
lock: $(VENV)/.dev
	$(BIN)/uv pip compile $(LOCK) $(UPGRADE) --group build --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile $(LOCK) $(UPGRADE) --group build --group dev --constraint requirements.lock \
		--output-file requirements-dev.lock pyproject.toml

clean:
	rm -rf build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache $(VENV)

# 以下各步各有一个记号文件：锁定文件没有变，就不再做，也不联网。
$(VENV)/.made:
	scripts/setup_venv.sh $(VENV)
	touch $@

$(VENV)/.run: $(VENV)/.made requirements.lock pyproject.toml
	$(PIP) --require-hashes --requirement requirements.lock
	$(PIP) --no-index --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.made requirements-dev.lock pyproject.toml
	$(PIP) --require-hashes --requirement requirements-dev.lock
	$(PIP) --no-index --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.browser: $(VENV)/.made scripts/setup_browser.sh
	scripts/setup_browser.sh
	touch $@

$(VENV)/.postgres: $(VENV)/.made scripts/setup_postgres.sh
	scripts/setup_postgres.sh
	touch $@
