# As much of gRPC over HTTP/2 (RFC 9113) as it takes to call containerd, which has no quicker way in: for some calls `ctr`
# takes ten times as long as containerd itself. Whoever calls falls back on `ctr` when anything goes wrong here.
use strict;
use warnings;
use Socket;

# Named as in the protocol.
my ($DATA, $HEADERS, $RST_STREAM, $SETTINGS, $PING, $GOAWAY, $WINDOW_UPDATE) = (0, 1, 3, 4, 6, 7, 8);
my ($END_STREAM, $ACK, $END_HEADERS, $PADDED) = (1, 1, 4, 8);
my ($INITIAL_WINDOW_SIZE, $MAX_WINDOW, $MAX_FRAME) = (4, 0x7fffffff, 16384);

# What containerd may still be sent, on the connection (stream 0) and on each stream; what it answered, the header fields
# with which it ended streams, and which those are.
my ($initial, %window, %answer, %trailer, %ended) = (65535, 0 => 65535);

socket(my $socket, AF_UNIX, SOCK_STREAM, 0) or die "socket: $!";
connect($socket, sockaddr_un($ENV{CONTAINERD_ADDRESS} || "/run/containerd/containerd.sock")) or die "connect: $!";
put("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" . frame($SETTINGS, 0, 0, pack "nN", $INITIAL_WINDOW_SIZE, $MAX_WINDOW)
    . frame($WINDOW_UPDATE, 0, 0, pack "N", $MAX_WINDOW - 65535));

sub put {
    my $at = 0;
    while ($at < length $_[0]) {
        my $written = syswrite $socket, $_[0], length($_[0]) - $at, $at;
        die "write: $!" unless $written;
        $at += $written;
    }
}

sub get {
    my $wanted = shift;
    my $data = "";
    while (length $data < $wanted) {
        my $read = sysread $socket, $data, $wanted - length $data, length $data;
        die "read: $!" unless $read;
    }
    return $data;
}

sub frame {
    my ($type, $flags, $stream, $data) = @_;
    return substr(pack("N", length $data), 1) . pack("CCN", $type, $flags, $stream) . $data;
}

# Takes one frame of containerd's.
sub take {
    my ($high, $low, $type, $flags, $stream) = unpack "CnCCN", get(9);
    my $data = get($high << 16 | $low);
    if ($type == $SETTINGS && !($flags & $ACK)) {
        while ($data =~ /(..)(....)/gs) {
            next unless unpack("n", $1) == $INITIAL_WINDOW_SIZE;
            my $more = unpack("N", $2) - $initial;
            $initial += $more;
            $window{$_} += $more for grep { $_ } keys %window;
        }
        put(frame($SETTINGS, $ACK, 0, ""));
    }
    elsif ($type == $PING && !($flags & $ACK)) { put(frame($PING, $ACK, 0, $data)); }
    elsif ($type == $WINDOW_UPDATE) { $window{$stream} += unpack "N", $data; }
    elsif ($type == $GOAWAY) { die "containerd closes the connection\n"; }
    elsif ($type == $RST_STREAM) { $ended{$stream} = 1; }
    elsif ($type == $DATA) {
        $data = substr $data, 1, length($data) - 1 - ord $data if $flags & $PADDED;
        $answer{$stream} .= $data;
    }
    $trailer{$stream} = $data if $type == $HEADERS;
    $ended{$stream} = 1 if $flags & $END_STREAM && ($type == $DATA || $type == $HEADERS);
}

# Starts a call; its header fields are literals that nobody shall remember, none longer than 126 bytes.
sub start {
    my ($stream, $path) = @_;
    ($window{$stream}, $answer{$stream}) = ($initial, "");
    my $fields = join "", map { my $field = $_; "\0" . join "", map { chr(length) . $_ } @$field } (
        [":method", "POST"], [":scheme", "http"], [":path", $path], [":authority", "localhost"],
        ["content-type", "application/grpc"], ["te", "trailers"], ["containerd-namespace", "k8s.io"]);
    put(frame($HEADERS, $END_HEADERS, $stream, $fields));
}

# Sends a message of a call, and takes what comes meanwhile.
sub send_message {
    my ($stream, $message, $last) = @_;
    my $body = "\0" . pack("N", length $message) . $message;
    my $at = 0;
    while ($at < length $body) {
        take() while readable() && !$ended{$stream};
        take() until $ended{$stream} || $window{0} > 0 && $window{$stream} > 0;
        die reason($stream) . "\n" if $ended{$stream};

        my $frames = "";
        while ($at < length $body && $window{0} > 0 && $window{$stream} > 0) {
            my ($size) = sort { $a <=> $b } length($body) - $at, $MAX_FRAME, $window{0}, $window{$stream};
            $frames .= frame($DATA, $last && $at + $size == length $body ? $END_STREAM : 0, $stream, substr $body, $at, $size);
            $_ -= $size for @window{0, $stream};
            $at += $size;
        }
        put($frames);
    }
}

sub readable {
    my $ready = "";
    vec($ready, fileno $socket, 1) = 1;
    return select $ready, undef, undef, 0;
}

# The messages with which a call was answered so far; none is compressed, because we do not say that we could read it.
sub messages {
    my $rest = $answer{+shift};
    my @messages;
    while (length $rest >= 5) {
        my ($compressed, $length) = unpack "CN", $rest;
        last if $compressed || $length > length($rest) - 5;
        push @messages, substr $rest, 5, $length;
        $rest = substr $rest, 5 + $length;
    }
    return @messages;
}

# Why containerd ended a call, in its words: the texts of its header fields (RFC 7541), the last of which is grpc-message.
sub reason {
    my $fields = $trailer{+shift} // "";
    my ($at, @texts) = (0);
    my $next = sub {
        my $prefix = (1 << shift) - 1;
        my ($value, $shift) = ($prefix & ord substr($fields, $at++, 1), 0);
        return $value if $value < $prefix;
        while ($at < length $fields) {
            my $byte = ord substr $fields, $at++, 1;
            $value += ($byte & 127) << $shift;
            return $value if $byte < 128;
            $shift += 7;
        }
        return $value;
    };
    my $text = sub {
        my $packed = 128 & ord substr $fields, $at, 1;
        my $length = $next->(7);
        my $bytes = substr $fields, $at, $length;
        $at += $length;
        push @texts, $packed ? unpacked($bytes) : $bytes;
    };
    while ($at < length $fields) {
        my $first = ord substr $fields, $at, 1;
        if ($first & 128) { $next->(7); }
        elsif (($first & 224) == 32) { $next->(5); }
        else {
            $text->() unless $next->($first & 64 ? 6 : 4);
            $text->();
        }
    }
    return $texts[-1] // "no reason given";
}

# Text in HPACK's Huffman code, which is canonical: the lengths of the codes of the characters from blank to tilde tell
# them. Rarer characters come out as a question mark, and end it.
sub unpacked {
    my $bits = unpack "B*", shift;
    my @lengths = (
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, (7) x 22, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13);
    my ($code, $last, %character) = (0, 5);
    for my $entry (sort { $a->[0] <=> $b->[0] || $a->[1] <=> $b->[1] } [13, 0], map { [$lengths[$_], $_ + 32] } 0 .. $#lengths) {
        $code <<= $entry->[0] - $last;
        $last = $entry->[0];
        $character{sprintf "%0*b", $last, $code++} = chr $entry->[1];
    }
    my $text = "";
    while (length $bits) {
        my ($length) = grep { exists $character{substr $bits, 0, $_} } 5 .. 15;
        return $bits =~ /^1{0,7}$/ ? $text : "$text?" unless $length;
        $text .= $character{substr $bits, 0, $length, ""};
    }
    return $text;
}

# A field of a message: its number, and its text or, for numbers, its value.
sub text { return varint($_[0] << 3 | 2) . varint(length $_[1]) . $_[1]; }
sub number { return varint($_[0] << 3) . varint($_[1]); }

sub varint {
    my $number = shift;
    my $bytes = "";
    while ($number > 127) { $bytes .= chr(128 | $number & 127); $number >>= 7; }
    return $bytes . chr $number;
}

# The fields of a message: pairs of a number and a value.
sub fields {
    my $message = shift;
    my $at = 0;
    my $next = sub {
        my ($value, $shift) = (0, 0);
        while (1) {
            my $byte = ord substr $message, $at++, 1;
            $value |= ($byte & 127) << $shift;
            return $value if $byte < 128;
            $shift += 7;
        }
    };
    my @fields;
    while ($at < length $message) {
        my $key = $next->();
        my $wire = $key & 7;
        my $size = $wire == 0 ? undef : $wire == 2 ? $next->() : $wire == 1 ? 8 : $wire == 5 ? 4 : die "no message";
        push @fields, [$key >> 3, defined $size ? substr $message, $at, $size : $next->()];
        $at += $size if defined $size;
    }
    return @fields;
}
