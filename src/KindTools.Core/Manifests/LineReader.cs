namespace KindTools.Core.Manifests;

/// <summary>Reads lines with their line breaks, which positions in a file depend on and <see cref="TextReader.ReadLine"/> drops.</summary>
internal sealed class LineReader(TextReader text)
{
    private char[] _buffer = new char[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next line; empty at the end of the text. It is gone with the next call.</summary>
    public async ValueTask<ReadOnlyMemory<char>> ReadAsync(CancellationToken cancellationToken)
    {
        for (var searched = _start; ;)
        {
            var at = _buffer.AsSpan(searched, _end - searched).IndexOf('\n');
            if (at >= 0) return Take(searched + at + 1);

            searched = _end - _start;
            MakeRoom();
            var read = await text.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            _end += read;
            if (read == 0) return Take(_end);
        }
    }

    private ReadOnlyMemory<char> Take(int end)
    {
        var line = _buffer.AsMemory(_start, end - _start);
        _start = end;
        return line;
    }

    private void MakeRoom()
    {
        var larger = _end - _start == _buffer.Length ? new char[_buffer.Length * 2] : _buffer;
        _buffer.AsSpan(_start, _end - _start).CopyTo(larger);
        _buffer = larger;
        _end -= _start;
        _start = 0;
    }
}
