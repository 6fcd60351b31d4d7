#!/bin/sh
# report_page_test.sh SAMPLE_PAGE: opens the report of a sample run in headless Chromium at phone and desktop width. Checks
# that nothing is wider than the window with every section open, that all tasks are there, that the filter filters, and that
# a link from the table opens its section. Exits 77 when there is no Chromium.
set -eu

sample_page=$1
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$browser" ]; then
  echo "skipped: no chromium (apt-get install chromium)"
  exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

# dump URL: the document after its scripts have run, on standard output.
dump() {
  timeout 120 "$browser" --headless --no-sandbox --disable-gpu --no-first-run --hide-scrollbars \
    --user-data-dir="$work/profile" --window-size=1280,900 --virtual-time-budget=3000 --dump-dom "$1" 2>"$work/browser.log"
}

check() { # check WHAT ACTUAL EXPECTED
  if [ "$2" = "$3" ]; then return; fi
  echo "FAILED: $1: got '$2', expected '$3'"
  failures=$((failures + 1))
}

# The page itself has no script, and a policy against them; the probe replaces the policy.
cat >"$work/probe.html" <<'PROBE'
<script>
addEventListener("load", () => {
  const root = document.documentElement;
  const shown = selector => [...document.querySelectorAll(selector)].filter(e => e.getClientRects().length > 0).length;
  const excess = () => Math.max(0, root.scrollWidth - innerWidth);
  const report = {rows: shown("table.tasks tbody tr"), closed: excess()};
  document.querySelectorAll("details").forEach(d => d.open = true);
  report.open = excess();
  report.wide = [...document.querySelectorAll("body *")]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest("pre, .scroll, svg, .skip"))
    .map(e => e.tagName + "." + e.className).slice(0, 5).join(" ");
  document.getElementById("show-failed").click();
  report.failed = shown("table.tasks tbody tr") + "/" + shown("details.task");
  parent.postMessage({width: innerWidth, report}, "*");
});
</script>
PROBE

# The browser opens no window narrower than 500 px, and a frame has any width, for media queries too.
cat >"$work/frames.html" <<'FRAMES'
<!doctype html>
<body>
<script>
addEventListener("message", ({data}) => {
  for (const [name, value] of Object.entries(data.report)) {
    document.body.append(Object.assign(document.createElement("p"), {textContent: `${data.width} ${name}=${value}`}));
  }
});
</script>
FRAMES

# field WIDTH NAME: a value that the probe in the frame of that width has reported.
field() { sed -n "s/^.*<p>$1 $2=\([^<]*\)<\/p>.*/\1/p" "$work/dom.html"; }

widths="360 390 768 1280"
for kind in plain strained; do
  "$sample_page" "$kind" >"$work/$kind.html"
  sed -e '/http-equiv="Content-Security-Policy"/d' -e "/<\/head>/{
r $work/probe.html
}" "$work/$kind.html" >"$work/probed.html"
  {
    cat "$work/frames.html"
    for width in $widths; do echo "<iframe src='probed.html' style='width: ${width}px; height: 900px; border: 0'></iframe>"; done
  } >"$work/host.html"
  dump "file://$work/host.html" | sed 's/<p>/\n<p>/g' >"$work/dom.html"
  for width in $widths; do
    check "$kind page at $width px: pixels too wide" "$(field "$width" closed)" 0
    check "$kind page at $width px: pixels too wide with all sections open" "$(field "$width" open)" 0
    check "$kind page at $width px: elements past the edge" "$(field "$width" wide)" ""
    check "$kind page at $width px: tasks shown" "$(field "$width" rows)" 13
    check "$kind page at $width px: rows and sections of failed tasks" "$(field "$width" failed)" 3/3
  done
done

dump "file://$work/plain.html#task-3" >"$work/dom.html"
check "sections that a link has opened" "$(grep -c '<details class="task"[^>]* open' "$work/dom.html")" 1
check "section that a link has opened" \
  "$(sed -n '/<details class="task"[^>]* open/{n;s/.*id="\([^"]*\)".*/\1/p}' "$work/dom.html")" task-3

if [ "$failures" -gt 0 ]; then
  tail -n 5 "$work/browser.log"
  exit 1
fi
echo "passed"
