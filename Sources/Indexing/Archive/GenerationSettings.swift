// SPDX-License-Identifier: Apache-2.0

/// What an archive is told to do from generation to generation, whatever articles it holds.
package struct GenerationSettings: Sendable, Equatable {
    /// Generations whose files are kept, the published one included.
    package var keptGenerations: Int
    package var suppressions: [Suppression]
    /// Articles that each source of the nightly job delivered when it last published, by the source's name.
    package var sourceCounts: [String: Int]
}

extension Manifest {
    package var settings: GenerationSettings {
        get {
            GenerationSettings(
                keptGenerations: keptGenerations, suppressions: suppressions, sourceCounts: sourceCounts)
        }
        set {
            keptGenerations = newValue.keptGenerations
            suppressions = newValue.suppressions
            sourceCounts = newValue.sourceCounts
        }
    }
}
