package lingdian.office.exportlink;

import io.vertx.core.http.HttpServerRequest;
import java.util.function.Function;
import lingdian.access.account.AccountStore;
import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;
import lingdian.platform.http.ClientAddress;
import lingdian.platform.http.OpenDoor;

/** Links to lists. */
public final class ExportLinkOperations implements Feature {
    private final OfficeContext office;
    private final AccountStore accounts;
    private final OpenDoor door;
    private final Function<HttpServerRequest, ClientAddress> addresses;

    /**
     * @param door of those who open links
     * @param addresses of clients
     */
    public ExportLinkOperations(
            OfficeContext office,
            AccountStore accounts,
            OpenDoor door,
            Function<HttpServerRequest, ClientAddress> addresses) {
        this.office = office;
        this.accounts = accounts;
        this.door = door;
        this.addresses = addresses;
    }

    @Override
    public void serve(Operations operations) {
        var links = new ExportLinkEndpoints(office, accounts, operations.tables(), door, addresses);
        operations
                .serve("listExportLinks", links::list)
                .serve("createExportLink", links::create)
                .serve("endExportLink", links::end)
                .open("openExportLink", 0, links::open);
    }
}
