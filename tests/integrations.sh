#!/usr/bin/env bash
# The recipes of docs/integrations.md with the real programs, each in a terminal of its own: a review with a marked
# ending must show, its ending must not. Programs that are not installed are passed over.
#
#     tests/integrations.sh target/release/unspoiled
set -euo pipefail
binary=$(realpath "${1:-target/debug/unspoiled}")
work=$(mktemp -d)
session="unspoiled-$$"
trap 'tmux -L "$session" kill-server 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir -p "$work/bin" "$work/home" "$work/reviews"
ln -s "$binary" "$work/bin/unspoiled"
export PATH="$work/bin:$PATH" HOME="$work/home" TERM=xterm-256color LANG=C.UTF-8
unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_DATA_HOME NO_COLOR CLICOLOR_FORCE
cd "$work"

open="A quiet film"
page="<html><body><h1>The Night Ferry</h1><p>$open about a loud sea. <span class=\"spoiler\">The captain drowns CANARY.</span> The camera loves the fog.</p></body></html>"
echo "$page" > reviews/ferry.html
printf '# The Night Ferry (1931)\n\n%s about a loud sea. >!The captain drowns CANARY.!< The camera loves the fog.\n' "$open" > reviews/ferry.md
failed=0

has() {
  if ! command -v "$1" > /dev/null; then
    echo "passed over: $1 is not installed"
    return 1
  fi
}

# Says whether what was printed shows what is open, hides the rest, and has a veil.
judge() {
  if grep -q "$open" "$2" && grep -qE '▒ (ending|plot) ▒|spoiler: ending' "$2" && ! grep -q CANARY "$2"; then
    echo "works: $1"
  else
    echo "FAILED: $1" && cat "$2" && failed=1
  fi
}

# Runs a program in a terminal, presses keys, and waits until the review shows.
# usage: screen NAME COMMAND [KEYS…]
screen() {
  local name=$1 command=$2 shown="$work/$1.screen"
  shift 2
  tmux -L "$session" -f /dev/null new-session -d -s "$name" -x 240 -y 40 "$command; sleep 5"
  local tries=0
  until tmux -L "$session" capture-pane -p -t "$name" | grep -q "[[:alnum:]]" || [ $((tries += 1)) -gt 100 ]; do sleep 0.1; done
  for key in "$@"; do
    sleep 0.7
    tmux -L "$session" send-keys -t "$name" "$key"
  done
  tries=0
  until tmux -L "$session" capture-pane -p -t "$name" > "$shown" && grep -q "$open" "$shown" || [ $((tries += 1)) -gt 100 ]; do sleep 0.1; done
  judge "$name" "$shown"
  tmux -L "$session" kill-session -t "$name" 2> /dev/null || true
}

printed() {
  bash -c "$2" > "$work/printed" 2>&1 || true
  judge "$1" "$work/printed"
}

printed "filter" 'unspoiled --from html --format text - < reviews/ferry.html'
if has less; then
  printed "less, LESSOPEN" 'LESSOPEN="| unspoiled --format text %s" less reviews/ferry.md | cat'
fi
if has tmux; then
  # The server stays while a session does.
  tmux -L "$session" -f /dev/null new-session -d -s stay "sleep 900"
  screen pipe "cat reviews/ferry.html | unspoiled"
  screen pager 'GIT_PAGER=cat PAGER="unspoiled --from html" sh -c "cat reviews/ferry.html | \$PAGER"'

  if has newsboat; then
    mkdir -p home/.newsboat
    echo "file://$work/feed.xml" > home/.newsboat/urls
    printf 'auto-reload yes\nhtml-renderer "unspoiled --from html --format text --width 72 --no-state -"\n' > home/.newsboat/config
    cat > feed.xml << XML
<?xml version="1.0"?><rss version="2.0"><channel><title>Reviews</title><link>https://example.org/</link><description>x</description>
<item><title>The Night Ferry</title><link>https://example.org/1</link><guid>1</guid><description><![CDATA[$page]]></description></item></channel></rss>
XML
    screen newsboat "newsboat -r" Enter Enter
  fi

  if has mutt; then
    mkdir -p mail/cur mail/new mail/tmp
    printf 'From: a@example.org\nTo: b@example.org\nSubject: Review\nDate: Mon, 1 Jan 2024 00:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n%s\n' "$page" > mail/new/1.host
    echo 'text/html; unspoiled --from html --format text -; copiousoutput' > mailcap
    printf 'set folder="%s/mail"\nset spoolfile="%s/mail"\nset mbox_type=Maildir\nset mailcap_path="%s/mailcap"\nauto_view text/html\nset sort=date\n' "$work" "$work" "$work" > muttrc
    screen mutt "mutt -F muttrc" Enter
  fi

  if has aerc; then
    mkdir -p home/.config/aerc home/mail/INBOX/cur home/mail/INBOX/new home/mail/INBOX/tmp
    [ -d mail/new ] && cp mail/*/1.host* home/mail/INBOX/new/1.host
    printf '[Mail]\nsource = maildir://%s/home/mail\ndefault = INBOX\nfrom = a <a@example.org>\n' "$work" > home/.config/aerc/accounts.conf
    chmod 600 home/.config/aerc/accounts.conf
    printf '[viewer]\npager=less -R\n[filters]\ntext/html=unspoiled --from html --format text --color always --width 80 -\n' > home/.config/aerc/aerc.conf
    screen aerc "aerc" Enter
  fi

  if has fzf; then
    screen fzf "ls reviews/*.md | fzf --preview 'unspoiled --format text --color always --width \$FZF_PREVIEW_COLUMNS {}' --preview-window 'right,70%'"
  fi

  if has ranger; then
    mkdir -p home/.config/ranger
    cat > home/.config/ranger/scope.sh << 'SH'
#!/bin/sh
# What ranger calls: file, width, height, cache, whether images are wanted.
case "$1" in
  *.md|*.txt|*.html) unspoiled --format text --color always --width "$2" -- "$1" && exit 5 ;;
esac
exit 1
SH
    chmod +x home/.config/ranger/scope.sh
    printf 'set use_preview_script true\nset preview_script ~/.config/ranger/scope.sh\nset column_ratios 1,1,4\n' > home/.config/ranger/rc.conf
    # As root ranger shows no previews unless it is told to.
    screen ranger "ranger --cmd='set preview_files true' --cmd='set use_preview_script true' --selectfile=$work/reviews/ferry.md"
  fi

  if has nnn; then
    printf '#!/bin/sh\nexec unspoiled "$1"\n' > bin/open-review && chmod +x bin/open-review
    screen nnn "NNN_OPENER=$work/bin/open-review nnn -c $work/reviews" Down Enter
  fi
fi

if has vim; then
  cat > check.vim << 'VIM'
set makeprg=unspoiled\ check\ %
set errorformat=%f:%l:%v:\ %m
silent! make
call writefile(map(getqflist(), 'bufname(v:val.bufnr) . "|" . v:val.lnum . "|" . v:val.vcol . v:val.col . "|" . v:val.text'), 'quickfix')
qall!
VIM
  vim -u NONE -N -es -S check.vim reviews/ferry.md < /dev/null > /dev/null 2>&1 || true
  if grep -q 'reviews/ferry.md|3|134|ending: marked' quickfix 2> /dev/null; then
    echo "works: vim, quickfix"
  else
    echo "FAILED: vim, quickfix" && cat quickfix && failed=1
  fi
  cat > read.vim << 'VIM'
autocmd BufReadCmd *.review execute 'silent 0read !unspoiled --format text --width 72 ' . shellescape(expand('<afile>')) | setlocal nomodifiable buftype=nofile
edit reviews/ferry.review
call writefile(getline(1, '$'), 'buffer')
qall!
VIM
  cp reviews/ferry.md reviews/ferry.review
  vim -u NONE -N -es -S read.vim < /dev/null > /dev/null 2>&1 || true
  judge "vim, reading" "$work/buffer"
fi
exit $failed
