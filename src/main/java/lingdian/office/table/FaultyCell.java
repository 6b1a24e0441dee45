package lingdian.office.table;

/** A cell that cannot be taken: its field and why, never its content. */
public final class FaultyCell extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;

    public FaultyCell(String field, String reason) {
        super(reason, null, false, false);
        this.field = field;
    }

    public String field() {
        return field;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
