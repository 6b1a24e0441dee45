package lingdian.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the links of an answer to a form lead: to a page that a browser can open, and never to another host. */
class PagePathsTest {
    @ParameterizedTest
    @CsvSource({
        "/violations/7/objections, http://x/violations/7?from=list, /violations/7?from=list",
        "/violations/7/objections, http://x/violations/7/objections?csrf=t, /violations/7",
        "/my-cafe/maintenance, , /my-cafe",
        "/my-cafe/maintenance, https://x/cafes/36?tab=hours, /cafes/36?tab=hours",
        "/my-cafe/maintenance, https://x//evil.example/cafes, /my-cafe",
        "/my-cafe/maintenance, https://x/\\evil.example, /my-cafe",
        "/my-cafe/maintenance, //cafes/36, /my-cafe",
        "/my-cafe/maintenance, https://x/cafes/?a, /my-cafe",
        "/nowhere/at/all, , /",
    })
    void theLinksLeadToTheFormsPage(String form, String referer, String page) {
        var paths = new PagePaths();
        for (String path : new String[] {"/", "/my-cafe", "/cafes/:placeCode", "/violations/:id"}) {
            paths.add(path);
        }

        assertThat(paths.ofForm(form, referer)).isEqualTo(page);
    }
}
