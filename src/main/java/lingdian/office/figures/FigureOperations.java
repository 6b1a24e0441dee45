package lingdian.office.figures;

import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;
import lingdian.office.api.TableSource;

/** Figures of violations and inspections over time. */
public final class FigureOperations implements Feature {
    private final TrendEndpoints trends;

    public FigureOperations(OfficeContext office) {
        trends = new TrendEndpoints(office.scoped(), new TrendStore(), office.clock());
    }

    @Override
    public void serve(Operations operations) {
        operations.serve("compareTrends", trends::compare);
        operations.serveList("getTrends", trends::get, new TableSource(TrendTable.TABLE, trends::count));
    }
}
