package lingdian.law.returns;

/**
 * The figure of one column.
 *
 * @param thisPeriod 本期, of the period alone
 * @param accumulated 累计, from 1 January of the year to the end of the period
 */
public record ReturnFigure(long thisPeriod, long accumulated) {
    static final ReturnFigure ZERO = new ReturnFigure(0, 0);

    public ReturnFigure {
        if (thisPeriod < 0 || accumulated < thisPeriod) {
            throw new IllegalArgumentException("a figure is not negative, and is part of what has accumulated");
        }
    }

    ReturnFigure plus(ReturnFigure other) {
        return new ReturnFigure(
                Math.addExact(thisPeriod, other.thisPeriod), Math.addExact(accumulated, other.accumulated));
    }
}
