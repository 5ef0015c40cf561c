// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation

/// The API keys that may search, by their hashes: the keys themselves are kept nowhere.
///
/// A file of keys has one line each, `NAME sha256:HEX`; empty lines and lines that begin with `#` are passed over.
package struct APIKeys: Sendable {
    private let digests: [Data]

    package struct Invalid: Error, CustomStringConvertible {
        package var description: String
    }

    package init(file path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        var digests: [Data] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace)
            if words.isEmpty || words[0].hasPrefix("#") { continue }
            guard words.count == 2, words[1].hasPrefix("sha256:"), let digest = Self.bytes(hex: words[1].dropFirst(7)) else {
                throw Invalid(description: "\(path):\(index + 1): write “NAME sha256:HEX”, as `lede serve --new-key NAME` prints it.")
            }
            digests.append(digest)
        }
        guard !digests.isEmpty else {
            throw Invalid(description: "\(path) has no keys. `lede serve --new-key NAME` makes one.")
        }
        self.digests = digests
    }

    /// Whether the key is one of these. The time it takes says nothing about how nearly it is.
    func accept(_ key: String) -> Bool {
        let digest = SHA256.hash(data: Data(key.utf8))
        var found = false
        for known in digests where digest == known { found = true }
        return found
    }

    /// A new key of 256 random bits, and its line for the file.
    package static func make(name: String) -> (key: String, line: String) {
        var random = SystemRandomNumberGenerator()
        let key = hex((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) })
        return (key, "\(name) sha256:\(hex(Array(SHA256.hash(data: Data(key.utf8)))))")
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func bytes(hex: Substring) -> Data? {
        guard hex.utf8.count == 64 else { return nil }
        var data = Data()
        var rest = hex
        while let first = rest.popFirst(), let second = rest.popFirst() {
            guard let high = first.hexDigitValue, let low = second.hexDigitValue else { return nil }
            data.append(UInt8(high << 4 | low))
        }
        return data
    }
}
