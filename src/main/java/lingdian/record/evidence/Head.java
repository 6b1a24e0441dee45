package lingdian.record.evidence;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;

/** The end of one chain at the moment of a checkpoint, a leaf of its tree. */
public sealed interface Head {
    /** Which chain it is. */
    String chainName();

    /** How many records the chain has. */
    long seq();

    /** The chain hash there, in hexadecimal digits. */
    String chain();

    /** The leaf as text: one line without its end. */
    default String text() {
        return chainName() + " " + seq() + " " + chain();
    }

    /** The bytes to be hashed. */
    default byte[] content() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /** The head of a café's stream. */
    record OfStream(PlaceCode placeCode, UUID stream, long seq, String chain) implements Head {
        public OfStream(PlaceCode placeCode, UUID stream, long seq, byte[] chain) {
            this(placeCode, stream, seq, HexFormat.of().formatHex(chain));
        }

        @Override
        public String chainName() {
            return "stream " + placeCode + " " + stream;
        }
    }

    /**
     * The head of the chain of second versions of a stream's numbers.
     *
     * @param seq how many there are
     */
    record OfConflicts(PlaceCode placeCode, UUID stream, long seq, String chain) implements Head {
        public OfConflicts(PlaceCode placeCode, UUID stream, long seq, byte[] chain) {
            this(placeCode, stream, seq, HexFormat.of().formatHex(chain));
        }

        @Override
        public String chainName() {
            return "conflicts " + placeCode + " " + stream;
        }
    }

    /**
     * The head of the chain of photographs of an authority's finished inspections.
     *
     * @param seq how many there are
     */
    record OfPhotographs(Authority authority, long seq, String chain) implements Head {
        public OfPhotographs(Authority authority, long seq, byte[] chain) {
            this(authority, seq, HexFormat.of().formatHex(chain));
        }

        @Override
        public String chainName() {
            return "photographs " + authority.wire();
        }
    }

    /** The head of the access log. */
    record OfAccessLog(long seq, String chain) implements Head {
        public OfAccessLog(long seq, byte[] chain) {
            this(seq, HexFormat.of().formatHex(chain));
        }

        @Override
        public String chainName() {
            return "access-log";
        }
    }
}
