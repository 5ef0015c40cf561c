// SPDX-License-Identifier: Apache-2.0

/// A JSON object whose keys are asked for one by one, and which tells keys that nobody knows.
struct ConfigurationObject: Decodable {
    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private let container: KeyedDecodingContainer<Key>

    init(from decoder: any Decoder) throws {
        container = try decoder.container(keyedBy: Key.self)
    }

    func allow(_ known: Set<String>) throws {
        guard let stranger = container.allKeys.first(where: { !known.contains($0.stringValue) }) else { return }
        throw DecodingError.dataCorrupted(
            DecodingError.Context(
                codingPath: container.codingPath,
                debugDescription: "“\(stranger.stringValue)” is not known here; known are \(known.sorted().joined(separator: ", "))"))
    }

    func value<Value: Decodable>(_ key: String) throws -> Value? {
        try container.decodeIfPresent(Value.self, forKey: Key(stringValue: key))
    }

    func required<Value: Decodable>(_ key: String) throws -> Value {
        try container.decode(Value.self, forKey: Key(stringValue: key))
    }
}
