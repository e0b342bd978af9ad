/* The map of districts: our own points, outlines and names of khets; nothing comes from elsewhere unless the installation
   names tiles. Names that would lie over each other become dots, which say their name to pointer, key and screen reader.
   The list beside the map says the same. */
"use strict";
/* Tiles behind our own shapes: pictures, or vector tiles that are drawn here, in the colours that the reader has. */
const behind = ({ tiles, zooms, vector }) => {
  const [minNativeZoom, maxNativeZoom] = zooms ?? [0, 18];
  if (!vector) return L.tileLayer(tiles, { maxZoom: 18, minNativeZoom, maxNativeZoom, className: "base-tiles" });
  const flavor = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  return protomapsL.leafletLayer({ url: tiles, flavor, lang: document.documentElement.lang, maxDataZoom: maxNativeZoom, attribution: "" });
};
for (const tool of document.querySelectorAll("[data-site-map]")) {
  const known = JSON.parse(document.getElementById(tool.dataset.siteMap).textContent);
  const box = tool.querySelector(".map");
  /* Shapes of ours fill the frame by quarters of a step; pictures of a map are sharp at whole steps only. */
  const zoomSnap = known.tiles && !known.vector ? 1 : 0.25;
  const map = L.map(box, { attributionControl: false, zoomControl: false, minZoom: 9, maxZoom: 18, zoomSnap, scrollWheelZoom: false });
  L.control.zoom({ zoomInTitle: tool.dataset.in, zoomOutTitle: tool.dataset.out }).addTo(map);
  const thai = (text) => document.documentElement.lang === "th" ? text.replace(/[0-9]/g, (digit) => String.fromCharCode(0x0E50 + Number(digit))) : text;
  const Scale = L.Control.Scale.extend({ _updateScale(scale, text, ratio) { const [number, unit] = text.split(" "); L.Control.Scale.prototype._updateScale.call(this, scale, `${thai(number)} ${unit === "km" ? tool.dataset.km : tool.dataset.m}`, ratio); } });
  new Scale({ imperial: false }).addTo(map);
  if (known.tiles) behind(known).addTo(map);
  const named = (text, css) => { const name = document.createElement("span"); name.className = css; name.textContent = text; return name; };
  if (known.boundaries) fetch(known.boundaries).then((answer) => answer.ok ? answer.json() : null).then((outlines) => { if (outlines) L.geoJSON(outlines, { style: (shape) => ({ className: shape.properties.part === "river" ? "river-line" : "khet-line" }), interactive: false }).addTo(map).bringToBack(); }).catch(() => {});
  for (const khet of known.khets) {
    L.marker(khet.at, { icon: L.divIcon({ className: "khet", html: named(khet.name, ""), iconSize: null }), interactive: false, keyboard: false }).addTo(map);
  }
  const marks = [];
  for (const place of known.places) {
    if (place.shape) L.geoJSON(place.shape, { style: { className: "place-shape" }, interactive: false }).addTo(map);
    const mark = L.marker(place.at, { icon: L.divIcon({ className: "place-mark", html: named(place.name, "place-name"), iconSize: null }), title: place.name, alt: place.name, riseOnHover: true });
    const says = document.createElement("div");
    const link = document.createElement("a");
    link.href = place.url; link.textContent = place.name;
    const lead = document.createElement("p");
    lead.textContent = place.lead;
    says.append(link, lead);
    mark.bindPopup(says, { maxWidth: 240 }).addTo(map);
    /* Who opens it by a key goes on to its link, and comes back by Escape; a pointer leaves the focus where it is. */
    mark.on("popupopen", () => { if (mark.getElement().matches(":focus-visible")) link.focus({ preventScroll: true }); });
    mark.on("popupclose", ({ popup }) => { if (popup.getElement().contains(document.activeElement)) mark.getElement().focus(); });
    says.addEventListener("keydown", (event) => { if (event.key === "Escape") mark.closePopup(); });
    marks.push(mark);
  }
  if (marks.length > 1) map.fitBounds(L.featureGroup(marks).getBounds().pad(0.12), { animate: false });
  else if (marks.length) map.setView(marks[0].getLatLng(), 14);
  else map.setView([13.7563, 100.5018], 11);
  const apart = () => {
    const taken = [];
    const free = (box) => taken.every((other) => box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom);
    box.classList.toggle("near", map.getZoom() >= 10);
    for (const name of box.querySelectorAll(".place-mark")) name.classList.remove("place-dot");
    for (const name of box.querySelectorAll(".place-mark")) {
      const here = name.firstElementChild.getBoundingClientRect();
      if (free(here)) taken.push(here);
      else { name.classList.add("place-dot"); taken.push(name.firstElementChild.getBoundingClientRect()); }
    }
    for (const name of box.querySelectorAll(".khet")) {
      name.classList.remove("khet-under");
      const here = name.getBoundingClientRect();
      if (free(here)) taken.push(here);
      else name.classList.add("khet-under");
    }
  };
  map.on("zoomend", apart);
  apart();
  document.fonts?.ready.then(apart);
}
