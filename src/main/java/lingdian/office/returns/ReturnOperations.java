package lingdian.office.returns;

import lingdian.law.returns.ReturnForms;
import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;
import lingdian.office.api.TableSource;
import lingdian.office.campaign.CampaignStore;

/** Returns, the rows behind their figures, and their submission; the targets of counties. */
public final class ReturnOperations implements Feature {
    private final ReturnEndpoints returns;
    private final ReturnRowEndpoint rows;
    private final TargetEndpoints targets;

    /** @param forms of the authorities' returns */
    public ReturnOperations(OfficeContext office, ReturnForms forms) {
        var counted = new ReturnRowStore();
        var submissions = new ReturnSubmissionStore();
        var reading = new ReturnReading(forms, counted, submissions, new CampaignStore());
        returns = new ReturnEndpoints(office, reading, counted, submissions);
        rows = new ReturnRowEndpoint(office, reading, counted, submissions);
        targets = new TargetEndpoints(office, reading, new TargetStore());
    }

    @Override
    public void serve(Operations operations) {
        operations
                .serveList("listReturns", returns::list, new TableSource(ReturnTable.LIST, returns::countPeriods))
                .serveList("getReturn", returns::one, new TableSource(ReturnTable.ONE, returns::countColumns))
                .serveList("listReturnRows", rows::list, new TableSource(ReturnTable.ROWS, rows::count))
                .serve("submitReturn", returns::submit)
                .serveList("listTargets", targets::list, new TableSource(ReturnTable.TARGETS, targets::count))
                .serve("setTarget", targets::set);
    }
}
