package lingdian.record.journal;

import java.time.LocalDate;

/** An encrypted text that belongs to one event. */
public record SealedText(LocalDate day, int streamNumber, long seq, String kind, byte[] ciphertext) {
    /** What the chain covers in its place. */
    public byte[] hash() {
        return JournalRecord.sha256().digest(ciphertext);
    }
}
