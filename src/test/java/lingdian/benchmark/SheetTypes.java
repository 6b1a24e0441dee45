package lingdian.benchmark;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageAccess;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.util.XMLHelper;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.apache.poi.xssf.model.StylesTable;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.DefaultHandler;

/** How many cells of each type each column of a workbook's first sheet has, as Apache POI reads it without holding it. */
final class SheetTypes extends DefaultHandler {
    static final String TEXT = "text";
    static final String NUMBER = "number";
    static final String TIME = "time";

    private final StylesTable styles;
    private final Map<Integer, String> headings = new TreeMap<>();
    private final Map<Integer, Map<String, Integer>> types = new TreeMap<>();
    private final StringBuilder heading = new StringBuilder();
    private int row;
    private int rows;
    private int column;

    private SheetTypes(StylesTable styles) {
        this.styles = styles;
    }

    static SheetTypes of(Path workbook) throws Exception {
        try (OPCPackage opened = OPCPackage.open(workbook.toFile(), PackageAccess.READ)) {
            var reader = new XSSFReader(opened);
            var types = new SheetTypes(reader.getStylesTable());
            try (InputStream sheet = reader.getSheetsData().next()) {
                XMLReader xml = XMLHelper.newXMLReader();
                xml.setContentHandler(types);
                xml.parse(new InputSource(sheet));
            }
            return types;
        }
    }

    /** Fails unless each cell of these columns has the type, and there is one of each in so many rows. */
    void require(int number, String type, List<String> columns) {
        for (String name : columns) {
            Map<String, Integer> found = headings.entrySet().stream()
                    .filter(one -> one.getValue().equals(name))
                    .map(one -> types.getOrDefault(one.getKey(), Map.of()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no column " + name + " in " + headings.values()));
            if (!found.equals(Map.of(type, number)) || rows != number) {
                throw new IllegalStateException(name + " should have " + number + " of " + type + ", and has " + found
                        + " in " + rows + " rows");
            }
        }
    }

    @Override
    public void startElement(String space, String local, String name, Attributes attributes) {
        if (name.equals("row")) {
            row = Integer.parseInt(attributes.getValue("r"));
            rows = row - 1;
        } else if (name.equals("c")) {
            column = new CellReference(attributes.getValue("r")).getCol();
            heading.setLength(0);
            if (row > 1) {
                types.computeIfAbsent(column, none -> new HashMap<>()).merge(type(attributes), 1, Integer::sum);
            }
        }
    }

    @Override
    public void characters(char[] text, int from, int length) {
        if (row == 1) {
            heading.append(text, from, length);
        }
    }

    @Override
    public void endElement(String space, String local, String name) {
        if (row == 1 && name.equals("c")) {
            headings.put(column, heading.toString());
        }
    }

    private String type(Attributes cell) {
        String type = cell.getValue("t");
        if (type != null && !type.equals("n")) {
            return TEXT;
        }
        String style = cell.getValue("s");
        XSSFCellStyle of = style == null ? null : styles.getStyleAt(Integer.parseInt(style));
        return of != null && DateUtil.isADateFormat(of.getDataFormat(), of.getDataFormatString()) ? TIME : NUMBER;
    }

    @Override
    public String toString() {
        var said = new StringBuilder(rows + " rows");
        headings.forEach((number, name) ->
                said.append(", ").append(name).append(' ').append(types.getOrDefault(number, Map.of())));
        return said.toString();
    }
}
