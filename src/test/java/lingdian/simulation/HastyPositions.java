package lingdian.simulation;

import io.vertx.sqlclient.Tuple;

/** Positions as a database sequence gives them out: each look takes one, whatever becomes of it. For {@link Breakage#FEED_WITH_HOLES}. */
final class HastyPositions implements Statements.Effect {
    private static final int LOOKS_A_HOLE = 10;

    private final Statements.Effect real;
    private int looks;

    HastyPositions(Statements.Effect real) {
        this.real = real;
    }

    @Override
    public Rows run(Tables tables, Tuple parameters) {
        Rows rows = real.run(tables, parameters);
        return ++looks % LOOKS_A_HOLE != 0
                ? rows
                : rows.each(row -> {
                    row.put("position", tables.position + 1);
                    return row;
                });
    }
}
