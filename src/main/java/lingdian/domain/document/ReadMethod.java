package lingdian.domain.document;

/** How a document was read (handbook, protocol-messages.md#document). */
public enum ReadMethod {
    CHIP("chip"),
    OCR("ocr"),
    MANUAL("manual"),
    NET_ID("net-id");

    private final String wire;

    ReadMethod(String wire) {
        this.wire = wire;
    }

    /** The word in the protocol. */
    public String wire() {
        return wire;
    }
}
