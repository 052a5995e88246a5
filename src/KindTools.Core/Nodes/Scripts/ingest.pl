# Takes content from standard input into containerd's store (api/services/content/v1/content.proto), as
# `ctr content ingest` does. The first argument names the write, the second the transfer that the content is kept for. The
# content's digest comes behind it: without that, whoever sends it has gone away, and it is given up. Ends with 9 when it
# went wrong after the start.
my ($ref, $transfer) = @ARGV;
my ($write, $commit) = (1, 2);
my $digest_length = 71;
my $content = "/containerd.services.content.v1.Content";
my $root = "containerd.io/gc.root";
my $label = text(1, $root) . text(2, $transfer);

sub ingest {
    my ($offset, $data) = (0, "");
    start(1, "$content/Write");
    while (1) {
        while (length $data < (1 << 20) + $digest_length) {
            my $read = sysread STDIN, $data, (1 << 20) + $digest_length - length $data, length $data;
            die "standard input: $!\n" unless defined $read;
            last unless $read;
        }
        my $length = length($data) - $digest_length;
        last unless $length > 0;
        send_message(1, number(1, $write) . text(2, $ref) . number(5, $offset) . text(6, substr $data, 0, $length, ""));
        $offset += $length;
    }
    die "it was cut short\n" unless $data =~ /^sha256:[0-9a-f]{64}$/;
    send_message(1, number(1, $commit) . text(2, $ref) . number(3, $offset) . text(4, $data) . number(5, $offset) . text(7, $label), 1);
    take() until $ended{1};
    my ($last) = reverse messages(1);
    my %last = $last ? map { @$_ } fields($last) : ();
    return if ($last{1} // 0) == $commit;

    my $reason = reason(1);
    die "$reason\n" unless $reason =~ / exists\b/;
    keep($data);
}

# Content that was there already is as it was, without the label.
sub keep {
    my $digest = shift;
    start(3, "$content/Update");
    send_message(3, text(1, text(1, $digest) . text(5, $label)) . text(2, text(1, "labels.$root")), 1);
    take() until $ended{3};
    die reason(3) . "\n" unless messages(3);
}

# The write comes to its end first: containerd may not have begun it when it is told to give it up.
sub abandon {
    put(frame($DATA, $END_STREAM, 1, "")) unless $ended{1};
    take() until $ended{1};
    start(5, "$content/Abort");
    send_message(5, text(1, $ref), 1);
    take() until $ended{5};
}

$SIG{PIPE} = "IGNORE"; # Whoever sends it may have gone away.
eval { ingest(); 1 } or do {
    print STDERR "containerd did not take the content: $@";
    eval { abandon(); };
    exit 9;
};
