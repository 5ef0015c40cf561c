// SPDX-License-Identifier: Apache-2.0

/// Which rules turned text into terms. Raised whenever a text may yield other tokens, forms or stems than before; an
/// archive of another version, also in what is kept of sentences, is searched with words it may not contain, and should be rebuilt.
package enum AnalysisVersion {
    package static let current: UInt32 = 2
}
