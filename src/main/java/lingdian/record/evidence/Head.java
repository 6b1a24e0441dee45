package lingdian.record.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import lingdian.domain.PlaceCode;

/** The end of one chain at the moment of a checkpoint, a leaf of its tree. */
public sealed interface Head {
    /** How many records the chain has. */
    long seq();

    /** The chain hash there. */
    byte[] chain();

    /** The leaf as text: one line without its end. */
    String text();

    /** The bytes to be hashed. */
    default byte[] content() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /** The head of a café's stream. */
    record OfStream(PlaceCode placeCode, UUID stream, long seq, byte[] chain) implements Head {
        @Override
        public String text() {
            return "stream " + placeCode + " " + stream + " " + seq + " "
                    + HexFormat.of().formatHex(chain);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof OfStream head && Arrays.equals(content(), head.content());
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(content());
        }
    }

    /**
     * The head of the chain of second versions of a stream's numbers.
     *
     * @param seq how many there are
     */
    record OfConflicts(PlaceCode placeCode, UUID stream, long seq, byte[] chain) implements Head {
        @Override
        public String text() {
            return "conflicts " + placeCode + " " + stream + " " + seq + " "
                    + HexFormat.of().formatHex(chain);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof OfConflicts head && Arrays.equals(content(), head.content());
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(content());
        }
    }

    /** The head of the access log. */
    record OfAccessLog(long seq, byte[] chain) implements Head {
        @Override
        public String text() {
            return "access-log " + seq + " " + HexFormat.of().formatHex(chain);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof OfAccessLog head && Arrays.equals(content(), head.content());
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(content());
        }
    }
}
