package lingdian.record.journal;

import java.time.LocalDate;

/**
 * An encrypted text that belongs to one event.
 *
 * @param hash of the ciphertext, which the chain covers in place of the text
 */
public record SealedText(LocalDate day, int streamNumber, long seq, String kind, byte[] ciphertext, byte[] hash) {}
