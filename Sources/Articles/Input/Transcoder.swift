// SPDX-License-Identifier: Apache-2.0

// All calls of iconv, so that its pointers stay in one place.
import Glibc

/// Makes UTF-8 of another encoding, piece by piece. Bytes that mean nothing become U+FFFD and are counted.
@safe final class Transcoder {
    /// The encoding's name, as the user may know it.
    let name: String
    private(set) var replacedCharacters = 0
    private let descriptor: iconv_t?

    /// nil when the encoding is not known.
    init?(from name: String) {
        guard name.utf8.count <= 40, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }) else {
            return nil
        }
        self.name = name
        let opened = unsafe iconv_open("UTF-8", Transcoder.wide[name.lowercased()] ?? name)
        // It says (iconv_t)-1 for a name it does not know.
        unsafe descriptor = Int(bitPattern: opened) == -1 ? nil : opened
        if unsafe descriptor == nil { return nil }
    }

    deinit {
        if let descriptor = unsafe descriptor { unsafe iconv_close(descriptor) }
    }

    /// What files call by these names is often the larger set; every reader of the web takes them so.
    private static let wide = [
        "iso-8859-1": "WINDOWS-1252", "latin1": "WINDOWS-1252", "latin-1": "WINDOWS-1252", "iso8859-1": "WINDOWS-1252",
        "us-ascii": "WINDOWS-1252", "ascii": "WINDOWS-1252", "gb2312": "GB18030", "gbk": "GB18030",
        "x-gbk": "GB18030", "shift_jis": "CP932", "shift-jis": "CP932", "x-sjis": "CP932", "big5": "BIG5-HKSCS",
        "iso-8859-9": "WINDOWS-1254", "ks_c_5601-1987": "CP949", "euc-kr": "CP949",
    ]

    /// Appends what `input` means; returns how many of its bytes were used. Bytes at the end that are part of a
    /// character are left, unless nothing more comes.
    func convert(_ input: ArraySlice<UInt8>, isLast: Bool, into buffer: inout InputBuffer) -> Int {
        var used = 0
        while used < input.count {
            let rest = input.dropFirst(used)
            let (taken, failure) = step(rest, into: &buffer)
            used += taken
            switch failure {
            case nil, E2BIG: continue
            case EINVAL where !isLast: return used
            default:
                buffer.append([0xEF, 0xBF, 0xBD])
                replacedCharacters += 1
                used += used < input.count ? 1 : 0
            }
        }
        return used
    }

    private func step(_ input: ArraySlice<UInt8>, into buffer: inout InputBuffer) -> (taken: Int, failure: Int32?) {
        guard let descriptor = unsafe descriptor else { return (input.count, nil) }
        var taken = 0
        var failure: Int32?
        unsafe buffer.append(room: input.count * 3 / 2 + 64) { target in
            unsafe input.withUnsafeBytes { bytes in
                // iconv's interface is not const; it only reads its input.
                var source = unsafe bytes.baseAddress.map {
                    unsafe UnsafeMutableRawPointer(mutating: $0).assumingMemoryBound(to: CChar.self)
                }
                var left = bytes.count
                var out = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
                var room = target.count
                if unsafe iconv(descriptor, &source, &left, &out, &room) == Int(bitPattern: UInt.max) { failure = errno }
                taken = bytes.count - left
                return target.count - room
            }
        }
        return (taken, failure)
    }
}

/// A stream in UTF-8 of one in another encoding.
final class TranscodedStream: ByteStream {
    private static let piece = 64 * 1024

    private let source: LookaheadStream
    private let transcoder: Transcoder

    init(_ source: LookaheadStream, _ transcoder: Transcoder) {
        self.source = source
        self.transcoder = transcoder
    }

    var replacedCharacters: Int { transcoder.replacedCharacters }

    func read(into buffer: inout InputBuffer, room: Int) throws(InputFailure) -> Int {
        let start = buffer.count
        while buffer.count == start, try source.hasMore() {
            let piece = source.peek(16).prefix(max(16, min(room / 3, TranscodedStream.piece)))
            source.take(transcoder.convert(piece, isLast: piece.count < 16, into: &buffer))
        }
        return buffer.count - start
    }
}

/// `bytes` as UTF-8, read in the encoding `name`; nil when that is not known.
func transcoded(_ bytes: ArraySlice<UInt8>, from name: String) -> (bytes: [UInt8], replaced: Int)? {
    guard let transcoder = Transcoder(from: name) else { return nil }
    var buffer = InputBuffer(capacity: bytes.count)
    _ = transcoder.convert(bytes, isLast: true, into: &buffer)
    return (Array(buffer.storage.prefix(buffer.count)), transcoder.replacedCharacters)
}
