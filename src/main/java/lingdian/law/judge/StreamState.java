package lingdian.law.judge;

import java.util.UUID;

/**
 * The committed state of one stream of a café.
 *
 * @param number its short name in the database
 * @param ackedSeq the last number that was taken
 * @param chain the chain hash at {@code ackedSeq}, lower-case hex
 * @param superseded a newer stream took its place
 */
public record StreamState(UUID stream, int number, long ackedSeq, String chain, boolean superseded) {
    /** One more event is taken. */
    public StreamState next(String newChain) {
        return new StreamState(stream, number, ackedSeq + 1, newChain, superseded);
    }

    StreamState supersede() {
        return new StreamState(stream, number, ackedSeq, chain, true);
    }
}
