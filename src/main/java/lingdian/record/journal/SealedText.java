package lingdian.record.journal;

import java.time.LocalDate;

/** An encrypted text that belongs to one event. */
public record SealedText(LocalDate day, int streamNumber, long seq, String kind, byte[] ciphertext) {
    /** The hash that the chain covers in place of the text. */
    public byte[] hash() {
        return JournalRecord.sha256().digest(ciphertext);
    }
}
