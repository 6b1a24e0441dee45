package lingdian.law.returns;

/**
 * The rows of one kind in one county.
 *
 * @param amount the sum of their amounts
 * @param cafes how many distinct cafés they are about
 */
public record RowTally(ReturnFigure amount, ReturnFigure cafes) {
    static final RowTally NONE = new RowTally(ReturnFigure.ZERO, ReturnFigure.ZERO);
}
