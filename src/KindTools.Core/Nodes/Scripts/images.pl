# Prints containerd's records of images as `ctr images ls` does, but for sizes and platforms, for which ctr reads the
# content of each (api/services/images/v1/images.proto). Arguments are filters.
alarm 10;
start(1, "/containerd.services.images.v1.Images/List");
send_message(1, join("", map { text(1, $_) } @ARGV), 1);
take() until $ended{1};
my ($list) = messages(1);
die "no answer" unless defined $list;

my @rows;
for my $image (grep { $_->[0] == 1 } fields($list)) {
    my ($name, $type, $digest, @labels) = ("-", "-", "-");
    for my $field (fields($image->[1])) {
        if ($field->[0] == 1) { $name = $field->[1]; }
        elsif ($field->[0] == 2) { my %entry = map { @$_ } fields($field->[1]); push @labels, "$entry{1}=" . ($entry{2} // ""); }
        elsif ($field->[0] == 3) { my %target = map { @$_ } fields($field->[1]); ($type, $digest) = @target{1, 2}; }
    }
    push @rows, join(" ", $name, $type, $digest, "-", "-", join(",", sort @labels) || "-") . " \n";
}
print "REF TYPE DIGEST SIZE PLATFORMS LABELS \n", sort @rows;
