package lingdian.simulation;

import io.vertx.sqlclient.Tuple;
import java.util.List;

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
        return ++looks % LOOKS_A_HOLE != 0
                ? real.run(tables, parameters)
                : Rows.of(List.of(
                        Rows.row("position", tables.position + 1, "facts_version", 1L, "registry_used", false)));
    }
}
