# Carries connections to a port of this container over the standard input and output, until the input ends:
# perl -e SCRIPT PORT WINDOW CONNECTIONS. RelayFrame.cs tells what passes, and RelayChannel.cs is the other end.
#
# It never waits for one connection while another has something to say. What a connection sends is read only as far as
# the other end has room for it (WINDOW bytes, and what it has taken since), what it is sent comes in one part at a time.
use strict;
use warnings;
use Errno;
use IO::Socket::INET;

use constant HEADER => 9;
use constant PART => 256 * 1024;
use constant F_SETPIPE_SZ => 1031;

my ($port, $window, $most) = @ARGV;
my (%open, $input);
my $last = 0;

# Published on the loopback address of the engine's machine, the port is reached from there by way of the gateway. The
# container has an address of its own, too, which its neighbours could try.
my %welcome = map { $_ => 1 } INADDR_LOOPBACK, gateways();

$SIG{PIPE} = 'IGNORE';
fcntl STDOUT, F_SETPIPE_SZ, 1024 * 1024; # Fewer turns; where it is refused, it works the same.
$input = '';

my $listener = IO::Socket::INET->new(LocalAddr => '0.0.0.0', LocalPort => $port, Listen => 64, ReuseAddr => 1, Blocking => 0)
  or die "cannot listen on port $port: $@\n";
emit('L', 0, $listener->sockport);

while (1) {
  my ($readable, $writable) = ('', '');
  vec($readable, fileno STDIN, 1) = 1;
  vec($readable, fileno $listener, 1) = 1 if keys %open < $most;
  for (values %open) {
    vec($readable, fileno $_->{socket}, 1) = 1 if $_->{room} > 0 && !$_->{ended} && !$_->{closing};
    vec($writable, fileno $_->{socket}, 1) = 1 if length $_->{output};
  }
  next if select($readable, $writable, undef, undef) < 0;

  for (values %{{%open}}) {
    my $number = fileno $_->{socket};
    flush_output($_) if vec($writable, $number, 1);
    receive($_) if vec($readable, $number, 1) && $open{$_->{id}};
  }
  take_frames() if vec($readable, fileno STDIN, 1);
  welcome() if vec($readable, fileno $listener, 1);
}

sub gateways {
  open my $routes, '<', '/proc/net/route' or return;
  return map { my (undef, $target, $gateway) = split; $target eq '00000000' ? pack('L', hex $gateway) : () } <$routes>;
}

sub welcome {
  my $socket = $listener->accept or return;
  return unless $socket->connected && $welcome{$socket->peeraddr};
  $socket->blocking(0);
  my $id = ++$last;
  $open{$id} = { id => $id, socket => $socket, room => $window, output => '', ended => 0, closing => 0 };
  emit('O', $id, 0);
}

# From a connection to the other end.
sub receive {
  my ($connection) = @_;
  my $most_now = $connection->{room} < PART ? $connection->{room} : PART;
  my $count = sysread $connection->{socket}, my $frame, $most_now, HEADER;
  if ($count) {
    $connection->{room} -= $count;
    substr($frame, 0, HEADER) = pack 'aNN', 'D', $connection->{id}, $count;
    put($frame);
  } elsif (defined $count) {
    $connection->{ended} = 1;
    emit('E', $connection->{id}, 0);
  } elsif (!again()) {
    gone($connection);
  }
}

# From the other end to connections.
sub take_frames {
  my $count = sysread STDIN, $input, PART, length $input;
  exit if defined $count ? !$count : !again();
  while (length $input >= HEADER) {
    my ($kind, $id, $value) = unpack 'aNN', $input;
    my $length = HEADER + ($kind eq 'D' ? $value : 0);
    last if length $input < $length;

    my $frame = substr $input, 0, $length, '';
    my $connection = $open{$id} or next;
    if ($kind eq 'D') {
      $connection->{output} .= substr $frame, HEADER;
      flush_output($connection);
    } elsif ($kind eq 'T') {
      $connection->{room} += $value;
    } elsif ($kind eq 'C') {
      $connection->{closing} = 1;
      forget($connection) unless length $connection->{output};
    }
  }
}

sub flush_output {
  my ($connection) = @_;
  my $count = syswrite $connection->{socket}, $connection->{output};
  if (!defined $count) {
    gone($connection) unless again();
    return;
  }

  substr $connection->{output}, 0, $count, '';
  return if length $connection->{output};
  if ($connection->{closing}) { forget($connection) }
  else { emit('T', $connection->{id}, 0) }
}

sub gone {
  my ($connection) = @_;
  emit('C', $connection->{id}, 0);
  forget($connection);
}

sub forget {
  my ($connection) = @_;
  delete $open{$connection->{id}};
  close $connection->{socket};
}

sub again { return $!{EAGAIN} || $!{EWOULDBLOCK} || $!{EINTR} }

sub emit { put(pack 'aNN', @_) }

sub put {
  for (my $sent = 0; $sent < length $_[0];) {
    my $count = syswrite STDOUT, $_[0], length($_[0]) - $sent, $sent;
    if (defined $count) { $sent += $count }
    elsif (!again()) { exit }
  }
}
