package lingdian.office.document;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The XML of a Word document's parts (WordprocessingML): reading, writing, and finding its elements. */
final class WordXml {
    static final String NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    private WordXml() {}

    /** @throws IOException if it is not XML; a document type, and so any entity, is refused too */
    static Document parse(byte[] part) throws IOException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        try {
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setXIncludeAware(false);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null); // the default one writes to the terminal
            return builder.parse(new ByteArrayInputStream(part));
        } catch (SAXException notXml) {
            throw new IOException("must be a Word document (.docx)", notXml);
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException(impossible); // the platform's own parser has these features
        }
    }

    static byte[] bytes(Document part) {
        var written = new ByteArrayOutputStream();
        try {
            TransformerFactory factory = TransformerFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            Transformer transformer = factory.newTransformer();
            part.setXmlStandalone(true);
            transformer.transform(new DOMSource(part), new StreamResult(written));
        } catch (TransformerException impossible) {
            throw new IllegalStateException("a document that was read can be written", impossible);
        }
        return written.toByteArray();
    }

    /** Whether a node is an element of this name, such as {@code p}. */
    static boolean is(@Nullable Node node, String name) {
        return node instanceof Element element
                && name.equals(element.getLocalName())
                && NAMESPACE.equals(element.getNamespaceURI());
    }

    /** All elements of a name within another one, in order. */
    static List<Element> within(Node root, String name) {
        return elements(
                root instanceof Document document
                        ? document.getElementsByTagNameNS(NAMESPACE, name)
                        : ((Element) root).getElementsByTagNameNS(NAMESPACE, name));
    }

    /** Elements that were found, as a list. */
    static List<Element> elements(NodeList found) {
        var elements = new ArrayList<Element>(found.getLength());
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    static List<Element> children(Node parent) {
        var children = new ArrayList<Element>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    static @Nullable Element child(Node parent, String name) {
        return children(parent).stream()
                .filter(child -> is(child, name))
                .findFirst()
                .orElse(null);
    }

    /** The nearest element of this name that contains a node; null if none does. */
    static @Nullable Element around(Node node, String name) {
        for (Node parent = node.getParentNode(); parent != null; parent = parent.getParentNode()) {
            if (is(parent, name)) {
                return (Element) parent;
            }
        }
        return null;
    }

    /** An attribute of the element that lies at this path, such as {@code rPr/u}; empty where there is none. */
    static String value(Node from, String path, String attribute) {
        Node at = from;
        for (String name : path.split("/")) {
            at = at == null ? null : child(at, name);
        }
        return at instanceof Element element ? element.getAttributeNS(NAMESPACE, attribute) : "";
    }
}
