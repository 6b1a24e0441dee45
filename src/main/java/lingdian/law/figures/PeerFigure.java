package lingdian.law.figures;

import java.util.Arrays;

/** What is compared between cafés. Figures of premises: none of them is about one person. */
public enum PeerFigure {
    /** The share of logins between midnight and eight. */
    NIGHT_LOGINS("night-logins"),
    /** The share of logins that the reader refused because the person is under age. */
    MINORS_REFUSED("minors-refused"),
    /** Allowed logins for each licensed terminal and day. */
    LOGINS_A_SEAT("logins-a-seat");

    private final String wire;

    PeerFigure(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }

    /** @throws IllegalArgumentException if there is none of this name */
    public static PeerFigure of(String wire) {
        return Arrays.stream(values())
                .filter(figure -> figure.wire.equals(wire))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such figure of peers: " + wire));
    }
}
