#!/bin/sh
# Joins an openNDS gateway to the portal. openNDS runs this as its `binauth`; `gateway.sh keep` runs beside it for as
# long as the gateway does, reports what devices used and deauthenticates those that have to leave.
#
# Beside this file lies `gateway.conf`:
#   PORTAL=http://portal.example.net/opennds/<name of the access point>
#   KEY=<faskey>
#   EVERY=5                  seconds between two reports
#   KEPT=/tmp/hien-opennds   where ends of sessions wait for the portal
#
# Needs curl and sha256sum. Every letter and every answer is signed with KEY, an answer also with the letter's nonce.

EVERY=5
KEPT=/tmp/hien-opennds
. "${0%/*}/gateway.conf"
umask 077

mark() {
	inner=$(printf '%s' "$KEY$1" | sha256sum | cut -c1-64)
	printf '%s' "$KEY$inner" | sha256sum | cut -c1-64
}

# Sends a letter and prints the answer; fails when there is none, or it is not the portal's.
ask() {
	nonce=$(head -c 32 /dev/urandom | sha256sum | cut -c1-32)
	letter="hien1 $nonce $1"
	answer=$(printf '%s\n%s' "$(mark "$letter")" "$letter" |
		curl -fsS -m 8 -H 'Content-Type: text/plain' --data-binary @- "$PORTAL") || return 1
	said=$(printf '%s\n' "$answer" | tail -n +2)
	[ "$(printf '%s\n' "$answer" | head -n 1)" = "$(mark "$nonce $said")" ] || return 1
	printf '%s' "$said"
}

# What devices used: address, custom text, KiB up and down, seconds. Only those let in.
clients() {
	ndsctl json 2>/dev/null | awk -F '"' -v now="$(date +%s)" '
		$2 == "mac" { mac = $4 }
		$2 == "session_start" { start = $4 }
		$2 == "state" { state = $4 }
		$2 == "custom" { custom = $4; gsub("[^A-Za-z0-9+/=%]", "", custom) }
		$2 == "download_this_session" { down = $4 }
		$2 == "upload_this_session" && state == "Authenticated" {
			if (custom == "") custom = "none"
			seconds = now - start
			print mac, custom, $4, down, (seconds < 0) ? 0 : seconds
		}'
}

# openNDS tells at the end what it last counted, and it counts when it is asked or every `checkinterval`.
put_out() {
	ndsctl json "$1" >/dev/null
	ndsctl deauth "$1" >/dev/null
}

send_ends() {
	for end in "$KEPT"/*.end; do
		[ -e "$end" ] || return 0
		ask "$(cat "$end")" >/dev/null && rm -f "$end"
	done
}

keep() {
	while :; do
		send_ends
		ask "list
$(clients)" | while read -r what mac || [ -n "$what" ]; do
			case "$mac" in
			*[!0-9a-f:]*) ;;
			*) [ "$what" = deauth ] && put_out "$mac" ;;
			esac
		done
		sleep "$EVERY"
	done
}

mkdir -p "$KEPT"
case "$1" in
auth_client) # address, page, browser, IP address, token, custom text
	# openNDS lets a device in when this fails, and keeps it out when this says nothing.
	limits=$(ask "open $2 $5 $7") || exit 0
	case "$limits" in
	*[!0-9\ ]*) ;;
	*) printf '%s\n' "$limits" ;;
	esac
	;;
*_deauth) # address, octets down and up, start and end in seconds, token, custom text
	seconds=$(($6 > $5 ? $6 - $5 : 0)) # a clock may have been set meanwhile
	printf 'end %s %s %s %s %s %s' "$1" "$2" "$3" "$4" "$seconds" "$8" >"$KEPT/$6-$7.end"
	;;
keep) keep ;;
esac
exit 0
