/** The outside verifier: asks another authority whether a document and a name belong together. */
@NullMarked
package lingdian.intake.verifier;

import org.jspecify.annotations.NullMarked;
