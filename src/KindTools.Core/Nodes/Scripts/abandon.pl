# Gives up writes of content that transfers, the arguments, have not ended (api/services/content/v1/content.proto).
alarm 10;
my $content = "/containerd.services.content.v1.Content";
my @transfers = @ARGV;
start(1, "$content/ListStatuses");
send_message(1, "", 1);
take() until $ended{1};
my ($list) = messages(1);
my $stream = 1;
for my $status (grep { $_->[0] == 1 } fields($list // "")) {
    my %write = map { @$_ } fields($status->[1]);
    my $ref = $write{3} // "";
    next unless grep { index($ref, "kindtools-$_-") == 0 } @transfers;

    $stream += 2;
    start($stream, "$content/Abort");
    send_message($stream, text(1, $ref), 1);
    take() until $ended{$stream};
}
