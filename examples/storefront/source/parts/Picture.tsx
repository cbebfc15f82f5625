import { useId } from 'react';

/**
 * A drawing in place of a product's photograph: the sample products have none, and a page that works offline asks no
 * other host. Its colors come from the id, so that a product always looks the same.
 */
export function Picture({ id, title }: { id: string; title: string }) {
  const gradient = useId();
  const hue = [...id].reduce((sum, letter) => (sum * 137 + letter.charCodeAt(0) * 83) % 3607, 7) % 360;
  const initials = title
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase())
    .join('');
  return (
    <svg className="picture" viewBox="0 0 200 150" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <linearGradient id={gradient} x1="0" y1="0" x2="1" y2="1">
        <stop offset="0" stopColor={`hsl(${hue} 55% 62%)`} />
        <stop offset="1" stopColor={`hsl(${(hue + 50) % 360} 60% 38%)`} />
      </linearGradient>
      <rect width="200" height="150" fill={`url(#${gradient})`} />
      <circle cx={40 + (hue % 120)} cy="150" r="90" fill="#fff" opacity="0.12" />
      <circle cx={170 - (hue % 90)} cy="10" r="55" fill="#fff" opacity="0.1" />
      <text x="100" y="94" textAnchor="middle">
        {initials}
      </text>
    </svg>
  );
}
