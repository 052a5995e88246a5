# Takes content from standard input into containerd's store (api/services/content/v1/content.proto), as
# `ctr content ingest` does. The argument names the write. Ends with 9 when it went wrong after the start.
my $ref = shift;
my ($write, $commit) = (1, 2);
my $content = "/containerd.services.content.v1.Content";

sub ingest {
    my $offset = 0;
    start(1, "$content/Write");
    while (1) {
        my $data = "";
        while (length $data < 1 << 20) {
            my $read = sysread STDIN, $data, (1 << 20) - length $data, length $data;
            die "standard input: $!\n" unless defined $read;
            last unless $read;
        }
        last unless length $data;
        send_message(1, number(1, $write) . text(2, $ref) . number(5, $offset) . text(6, $data));
        $offset += length $data;
    }
    send_message(1, number(1, $commit) . text(2, $ref) . number(3, $offset) . number(5, $offset), 1);
    take() until $ended{1};
    my ($last) = reverse messages(1);
    my %last = $last ? map { @$_ } fields($last) : ();
    return if ($last{1} // 0) == $commit;

    my $reason = reason(1);
    die "$reason\n" unless $reason =~ /already exists/;
}

eval { ingest(); 1 } or do {
    print STDERR "containerd did not take the content: $@";
    eval { start(3, "$content/Abort"); send_message(3, text(1, $ref), 1); take() until $ended{3}; };
    exit 9;
};
