/* The map of districts: our own points, outlines and names of khets; nothing is fetched. The list beside it says the same. */
"use strict";
for (const tool of document.querySelectorAll("[data-site-map]")) {
  const known = JSON.parse(document.getElementById(tool.dataset.siteMap).textContent);
  const box = tool.querySelector(".map");
  box.hidden = false;
  const map = L.map(box, { attributionControl: false, zoomControl: false, minZoom: 9, maxZoom: 18, scrollWheelZoom: false });
  L.control.zoom({ zoomInTitle: tool.dataset.in, zoomOutTitle: tool.dataset.out }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const named = (text, css) => { const name = document.createElement("span"); name.className = css; name.textContent = text; return name; };
  for (const shape of known.outlines || []) L.geoJSON(shape, { style: { className: "khet-line" }, interactive: false }).addTo(map);
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
    marks.push(mark);
  }
  if (marks.length > 1) map.fitBounds(L.featureGroup(marks).getBounds().pad(0.12), { animate: false });
  else if (marks.length) map.setView(marks[0].getLatLng(), 14);
  else map.setView([13.7563, 100.5018], 11);
  const near = () => box.classList.toggle("near", map.getZoom() >= 12);
  map.on("zoomend", near);
  near();
}
