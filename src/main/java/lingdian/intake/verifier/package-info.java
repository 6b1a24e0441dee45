/**
 * The outside verifier, which knows whether a document and a name belong together: what it is asked, when, and what
 * becomes of answers that come late. Main types: {@code Confirmer}, {@code LateConfirmations}, {@code
 * HttpVerifier}.
 */
@NullMarked
package lingdian.intake.verifier;

import org.jspecify.annotations.NullMarked;
